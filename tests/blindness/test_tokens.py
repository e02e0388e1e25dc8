"""Special tokens and reasoning never show, wherever the chunks are cut."""

import random
import re

import pytest

from arena.rules.blindness.conceal import Concealer, Identities
from arena.rules.blindness.tokens import TokenStripper

TOKENS = [
    "[|endofturn|]",
    "[|assistant|]",
    "[|system|]",
    "<|im_end|>",
    "<|im_start|>",
    "<|endoftext|>",
    "<|eot_id|>",
    "<|end|>",
    "<|pad|>",
    "<|stop|>",
    "<｜end▁of▁sentence｜>",
    "<|end_of_text|>",
    "<s>",
    "</s>",
    "<eos>",
    "<bos>",
    "<pad>",
    "<unk>",
    "<start_of_turn>",
    "<end_of_turn>",
    "[INST]",
    "[/INST]",
    "<<SYS>>",
    "<</SYS>>",
    "[EOS]",
    "[BOS]",
    "<0x0A>",
    "<unused12>",
    "</think>",
    "</thought>",
    "[/THINK]",
]
REASONING = (
    ("<think>", "</think>"),
    ("<thinking>", "</thinking>"),
    ("<thought>", "</thought>"),
    ("<reasoning>", "</reasoning>"),
    ("[THINK]", "[/THINK]"),
    ("◁think▷", "◁/think▷"),
    ("<|channel|>analysis<|message|>", "<|end|>"),
    ("<|im_start|>assistant/think\n", "<|im_end|>"),
    ("<|begin_of_thought|>", "<|end_of_thought|>"),
)
ANY_TOKEN = re.compile("|".join(map(re.escape, TOKENS)))
WORDS = (
    "감자를",
    "심는",
    "날은",
    "potatoes",
    "3월,",
    "a < b",
    "x[0]",
    "R&D",
    "표는 | 이렇게 |",
    "`코드`",
    "List[int]",
    "\n",
    "😀",
)


def stripped(*chunks: str) -> str:
    stripper = TokenStripper()
    return "".join(map(stripper.feed, chunks)) + stripper.finish()


def test_no_special_token_shows_in_ten_thousand() -> None:
    rng = random.Random(20260211)
    shown = 0
    for _ in range(10_000):
        token, words = rng.choice(TOKENS), rng.choices(WORDS, k=4)
        text = " ".join(words[:2]) + token + " ".join(words[2:])
        cut, other = sorted((rng.randrange(len(text)), rng.randrange(len(text))))
        answer = stripped(text[:cut], text[cut:other], text[other:])
        shown += bool(ANY_TOKEN.search(answer))
    assert shown == 0


@pytest.mark.parametrize("token", TOKENS)
def test_only_the_token_goes(token: str) -> None:
    for cut in range(len(token) + 4):
        text = f"앞 {token} 뒤"
        assert stripped(text[:cut], text[cut:]) == "앞  뒤"


@pytest.mark.parametrize(("opening", "closing"), REASONING)
def test_reasoning_is_hidden_at_every_cut(opening: str, closing: str) -> None:
    text = f"{opening}나는 사용자가 <b>무엇</b>을 원하는지 생각한다 </thin{closing}\n\n답은 이렇습니다."
    for cut in range(len(text)):
        assert stripped(text[:cut], text[cut:]) == "답은 이렇습니다."


@pytest.mark.parametrize("opening", [opening for opening, _ in REASONING])
def test_reasoning_that_is_never_closed_is_hidden_to_the_end(opening: str) -> None:
    assert stripped("먼저. ", opening, "생각 " * 500) == "먼저. "


def test_an_answer_of_reasoning_alone_shows_nothing() -> None:
    assert stripped(*"<think>생각만 하다가 끝났다") == ""


def test_a_quoted_tag_does_not_swallow_the_answer() -> None:
    assert stripped("태그 `<think>`를 쓰면 됩니다.") == "태그 ``를 쓰면 됩니다."


@pytest.mark.parametrize(
    "text",
    [
        "a < b || c > d",
        "x <- y",
        "List[int] 와 dict[str, int]",
        "AT&T와 R&D",
        "&nbsp;를 쓰세요",
        "[링크](https://example.kr)",
        "<div>",
        "f <| g",
        "- [ ] 할 일",
        "a[|b",
    ],
)
def test_what_only_looks_like_a_token_stays(text: str) -> None:
    for cut in range(len(text)):
        assert stripped(text[:cut], text[cut:]) == text


def test_a_name_broken_by_a_token_is_still_masked() -> None:
    concealer = Concealer(Identities.builtin())
    assert concealer.feed("저는 엑<|im_end|>사원입니다.") + concealer.finish() == "저는 [가림]입니다."


def test_held_back_text_is_bounded() -> None:
    stripper = TokenStripper()
    fed = "<|" + "a" * 5000
    shown = "".join(stripper.feed(char) for char in fed)
    assert len(fed) - len(shown) <= 128
