"""Special tokens are taken out of a stream, and reasoning is hidden, wherever the chunks are cut."""

import html
import re

from arena.rules.text import UNSEEN

NAME = r"[\w▁/:.\-]{1,40}"
ROLE = r"(?:(?:assistant|user|system|tool)(?:\n|(?![\w]))|(?:final|analysis|commentary)(?=<))?"
REASONING = {
    r"<(?P<tag>think|thinking|thought|reasoning|scratchpad)(?:\s[^<>]{0,40})?>": r"</{tag}\s?>",
    r"\[think\]": r"\[/think\]",
    r"◁think▷": r"◁/think▷",
    r"<\|channel\|>(?:analysis|commentary)<\|message\|>": r"<\|(?:end|return|call|start)\|>",
    r"<\|im_start\|>assistant/think\b\n?": r"<\|im_end\|>",
    r"<\|(?:begin_of_thought|start_thinking|thinking)\|>": r"<\|(?:end_of_thought|end_thinking|/thinking)\|>",
}
"""What opens reasoning, and what closes it."""
TOKENS = (
    rf"<[|｜]{NAME}[|｜]>{ROLE}",
    rf"\[\|{NAME}\|\]",
    r"</?(?:think|thinking|thought|reasoning|scratchpad)\s?>|\[/think\]|◁/think▷",
    r"</?(?:s|eos|bos|pad|unk|mask|sep|cls|unused\d{1,4}|(?:start|end)_of_(?:turn|text|image))>|<0x[0-9a-f]{2}>",
    r"\[/?(?:inst|sys|bos|eos|pad|unk|sep|cls|mask)\]|<</?sys>>",
)
ENTITY = r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});"
ANY = re.compile(
    "|".join(
        [
            *(f"(?P<open{i}>{opening})" for i, opening in enumerate(REASONING)),
            *(f"(?:{token})" for token in TOKENS),
            f"(?P<entity>{ENTITY})",
        ]
    ),
    re.IGNORECASE,
)
BEGINNING = re.compile(
    r"(?:<(?:[|｜]\S{0,110}|/?[a-z_0-9]{0,14}(?:\s[^<>]{0,40})?|<?/?[a-z]{0,3}>?)"
    r"|\[(?:\|\S{0,43}|/?[a-z]{0,5})|◁/?[a-z]{0,5}|&(?:#?\w{0,31}))\Z",
    re.IGNORECASE,
)
STARTS = re.compile("[<[◁&]")
QUOTES = frozenset("`'\"“‘")
LONGEST_CLOSING = 24


class TokenStripper:
    """Takes special tokens and reasoning out of a stream; character references to letters become letters."""

    def __init__(self) -> None:
        self._held = ""
        self._last = ""
        self._closing: re.Pattern[str] | None = None

    @property
    def waits(self) -> bool:
        """Whether a token may have begun, or reasoning goes on."""
        return self._held != "" or self._closing is not None

    def feed(self, text: str) -> str:
        """What may be shown so far. Holds back at most 128 characters, which may be a token's beginning."""
        return self._take(self._held + text, final=False)

    def finish(self) -> str:
        """The rest, now that nothing more comes."""
        return self._take(self._held, final=True)

    def _take(self, text: str, final: bool) -> str:
        shown: list[str] = []
        place, self._held = 0, ""
        while place < len(text):
            if self._closing is not None:
                place = self._skip_reasoning(text, place)
                continue
            start = STARTS.search(text, place)
            self._show(shown, text[place : start.start() if start else len(text)])
            if start is None:
                break
            place = start.start()
            if not final and BEGINNING.match(text, place):
                self._held = text[place:]
                break
            place = self._step(text, place, shown)
        return "".join(shown)

    def _step(self, text: str, place: int, shown: list[str]) -> int:
        """Take the token at `place`, or show its one character; where to go on."""
        token = ANY.match(text, place)
        if token is None:
            self._show(shown, text[place])
            return place + 1
        if token["entity"]:
            self._show(shown, _letter(token["entity"]))
        elif self._last not in QUOTES:
            self._closing = _closing(token)
        return token.end()

    def _skip_reasoning(self, text: str, place: int) -> int:
        assert self._closing is not None  # noqa: S101
        closed = self._closing.search(text, place)
        if closed is None:
            self._held = text[max(place, len(text) - LONGEST_CLOSING) :]
            return len(text)
        self._closing = None
        return closed.end()

    def _show(self, shown: list[str], text: str) -> None:
        if text := self.plain(text):
            shown.append(text)

    def plain(self, text: str) -> str:
        """What may be shown of a text in which no token begins, while none waits.

        An answer begins with its first visible character, whatever was hidden in front of it.
        """
        if not self._last:
            text = text.lstrip()
        self._last = text[-1:] or self._last
        return text


def _closing(token: re.Match[str]) -> re.Pattern[str] | None:
    """What ends the reasoning that this token opens; None when it opens none."""
    for i, closing in enumerate(REASONING.values()):
        if token[f"open{i}"]:
            return re.compile(closing.format(tag=token["tag"]) if "{tag}" in closing else closing, re.IGNORECASE)
    return None


def _letter(entity: str) -> str:
    """The letter, or nothing, that Markdown would show for it; anything else stays as it is written."""
    char = html.unescape(entity)
    if UNSEEN.fullmatch(char):
        return ""
    return char if len(char) == 1 and char.isalpha() else entity
