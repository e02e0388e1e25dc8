"""The masking pass over a stream: it looks back over what was shown, and ahead no further than a sentence.

A verdict on a name at a place depends on the text alone: on LOOK_BACK characters before it, and on what follows up
to the sentence's end or AHEAD characters, whichever comes first. The name waits until all of that has come (or the
text has ended), so how the text was cut into chunks changes nothing. What waits is bounded by the longest name and
AHEAD.
"""

import re
from collections.abc import Callable

from arena.rules.blindness.asked import BROUGHT_UP, EXPECTED, NOTHING, Asked
from arena.rules.blindness.identities import Identities, kin_of, letters_of
from arena.rules.blindness.mention import SENTENCE_END, Mention, mention_between
from arena.rules.blindness.names import name_patterns
from arena.rules.blindness.setting import setting_of
from arena.rules.blindness.skeleton import SILENT, skeleton
from arena.rules.blindness.suffix import particle_after, version_end, with_version
from arena.rules.blindness.weighing import says_who_answers

MARK = "[가림]"
LOOK_BACK = 160
MOST_KEPT = 220
"""So much of what was shown is kept before it is cut to LOOK_BACK: not every chunk should have to cut."""
AHEAD = 80
AHEAD_OF_A_FAMILY = 40
NEAR = 30
"""A maker so near to a family name, in the same sentence, is masked with it."""
JOINED = re.compile(rf"[\s{SILENT}(),/&\[\]의·-]{{0,6}}(?:s|and|by|from|of|의|에서|가|이)?[\s{SILENT}(,]{{0,3}}")


def learn_names(identities: Identities) -> None:
    """Compile what maskers of these names look for, and read what names are judged by: some tenths of a second."""
    for kind in (identities.families, identities.products, identities.makers):
        _ = name_patterns(kind).exact
    names = name_patterns(identities.all_names)
    _ = names.suspect, with_version(names.exact)
    for name in identities.makers[:1]:
        Masker(identities).feed(f"{name}.\n")


class Masker:
    """Puts MARK in the place of names that tell who answers; `judge` says which of them do."""

    def __init__(
        self,
        identities: Identities,
        every_name: bool = False,
        asked: Asked = NOTHING,
        judge: Callable[[Mention], bool] = says_who_answers,
    ) -> None:
        self.hits = 0
        self._families = name_patterns(identities.families)
        self._sorts = {
            "family": self._families,
            "product": name_patterns(identities.products),
            "maker": name_patterns(identities.makers),
        }
        names = name_patterns(identities.all_names)
        self._suspect = names.suspect
        self._versioned = with_version(names.exact)
        self._every_name = every_name
        self._asked = asked
        self._says_who_answers = judge
        self._text = self._skeleton = ""
        """What was shown last (at most MOST_KEPT characters) and all that waits."""
        self._waits_from = 0
        self._awaited: tuple[int, int] | None = None
        """A name waits for what follows it: how far behind `_waits_from` it ends, and how much is looked at there."""
        self._masked_to = -1
        """Where in the skeleton the last mask ended; negative when it is out of sight."""
        self._told: frozenset[str] = frozenset()
        """The kin of all names that were masked: a later one of them would tell what the mask hides."""

    def feed(self, text: str) -> str:
        """What can be shown now."""
        begin = self._waits_from
        self._text = whole = self._text + text
        self._skeleton = plain = self._skeleton + skeleton(text)
        if self._awaited is not None:
            behind, ahead = self._awaited
            return "" if self._end_of_view(begin + behind, ahead, final=False) is None else self._judge(final=False)
        suspect = self._suspect.search(plain, begin)
        # Nearly always no name is in sight, or one may just be beginning.
        if suspect is None:
            hold = len(plain)
        elif suspect.end() == len(plain):
            hold = suspect.start()
        else:
            return self._judge(final=False)
        self._let_go(hold)
        return whole[begin:hold]

    def finish(self) -> str:
        """The rest, now that nothing more comes."""
        return self._judge(final=True)

    def _judge(self, final: bool) -> str:
        self._awaited = None
        taken = place = self._waits_from
        hold = length = len(self._skeleton)
        shown: list[str] = []
        while suspect := self._suspect.search(self._skeleton, place):
            start = suspect.start()
            if not final and suspect.end() == length:
                # It may still grow.
                hold = start
                break
            end, sort = self._name_at(start)
            if end == start:
                place = start + 1
                continue
            ahead = AHEAD_OF_A_FAMILY if sort == "family" and not self._asked else AHEAD
            stop = self._end_of_view(end, ahead, final)
            if stop is None:
                hold = start
                self._awaited = end - start, ahead
                break
            place = end
            if self._every_name or self._tells(start, end, stop, sort):
                self._told |= kin_of(letters_of(self._skeleton[start:end]))
                shown.append(self._text[taken:start])
                mask, taken = self._mask(end, stop)
                shown.append(mask)
                place = self._masked_to = taken
        shown.append(self._text[taken:hold])
        self._let_go(hold)
        return "".join(shown)

    def _let_go(self, hold: int) -> None:
        """All up to `hold` is shown. It is forgotten, now and then, but for what a later verdict looks back on."""
        self._waits_from = hold
        if hold > MOST_KEPT:
            forgotten = hold - LOOK_BACK
            self._text = self._text[forgotten:]
            self._skeleton = self._skeleton[forgotten:]
            self._masked_to = max(-1, self._masked_to - forgotten)
            self._waits_from = LOOK_BACK

    def _name_at(self, start: int) -> tuple[int, str]:
        """Where the longest name at `start` ends, and of which sort it is."""
        end, longest = start, ""
        for sort, names in self._sorts.items():
            found = names.exact.match(self._skeleton, start)
            if found and found.end() > end:
                end, longest = found.end(), sort
        return end, longest

    def _end_of_view(self, end: int, ahead: int, final: bool) -> int | None:
        """Where what may be looked at ends; None when it has not come yet."""
        closed = SENTENCE_END.search(self._skeleton, end, end + ahead)
        if closed:
            return closed.start() + 1
        if final or len(self._skeleton) >= end + ahead:
            return min(len(self._skeleton), end + ahead)
        return None

    def _tells(self, start: int, end: int, stop: int, sort: str) -> bool:
        name = letters_of(self._skeleton[start:end])
        asked = self._asked.says_of(name)
        if name in self._told and BROUGHT_UP not in asked:
            return True
        before, after = max(0, start - LOOK_BACK), end if sort == "maker" else version_end(self._skeleton, end, stop)
        left, right = self._skeleton[before:start], self._skeleton[after:stop]
        if 0 <= self._masked_to <= start and JOINED.fullmatch(self._skeleton, self._masked_to, start):
            return True
        if asked.isdisjoint(EXPECTED) and self._is_near_a_family(left, right):
            return True
        setting = setting_of(self._text[before:start], self._text[after:stop])
        return self._says_who_answers(
            mention_between(left, right, self._versioned, sort, asked, self._asked.heard, setting)
        )

    def _is_near_a_family(self, left: str, right: str) -> bool:
        near = self._families.exact.search
        return near(right[:NEAR]) is not None or near(_sentence(left)[-NEAR:]) is not None

    def _mask(self, end: int, stop: int) -> tuple[str, int]:
        """What stands in the place of the name that ends at `end`, and where the text goes on."""
        self.hits += 1
        end = version_end(self._skeleton, end, stop)
        particle, neutral, after = particle_after(self._skeleton, end, stop)
        return MARK + self._text[end:particle] + neutral, after


def _sentence(left: str) -> str:
    last = 0
    for end in SENTENCE_END.finditer(left):
        last = end.end()
    return left[last:]
