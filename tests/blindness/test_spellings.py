"""Odd spellings are read as people read them, wherever the chunks are cut."""

import pytest

from arena.rules.blindness.conceal import Concealer, Identities
from arena.rules.blindness.masker import MARK
from arena.rules.blindness.skeleton import SILENT, skeleton
from tests.blindness.spellings import ANY_LENGTH, LONG_ONLY

IDENTITIES = Identities.builtin()
LONG_NAMES = (
    "EXAONE",
    "엑사원",
    "HyperCLOVA X",
    "하이퍼클로바 X",
    "VAETKI",
    "VARCO",
    "바르코",
    "Solar",
    "업스테이지",
    "Upstage",
    "Naver",
    "네이버",
)
SHORT_NAMES = ("솔라", "배키", "에이닷")
CASES = [
    *((style, name) for style in ANY_LENGTH for name in (*LONG_NAMES, *SHORT_NAMES)),
    *((style, name) for style in LONG_ONLY for name in LONG_NAMES),
]
CARRIERS = ("저는 {}에서 만든 AI입니다.", "I'm {}, an AI. I was made by {}.", "저는 {}입니다.")


def pieces(text: str, cut: int) -> str:
    concealer = Concealer(IDENTITIES)
    return concealer.feed(text[:cut]) + concealer.feed(text[cut:]) + concealer.finish()


@pytest.mark.parametrize("style", [*ANY_LENGTH, *LONG_ONLY])
def test_a_spelled_name_is_masked_at_every_cut(style: str) -> None:
    spell = (ANY_LENGTH | LONG_ONLY)[style]
    for name in [name for known, name in CASES if known == style]:
        for carrier in CARRIERS:
            text = carrier.format(*[spell(name)] * 2)
            shown = {pieces(text, cut) for cut in range(len(text))}
            assert len(shown) == 1, (style, text)
            assert shown.pop().count(MARK) == carrier.count("{}"), (style, text)


def test_the_skeleton_has_the_length_of_the_text() -> None:
    text = "𝐄xΑО엑ㄱ각ﬁ\u0301🇰🇷é½"
    assert len(skeleton(text)) == len(text)


def test_the_skeleton_reads_look_alikes_as_plain_letters() -> None:
    assert skeleton("ЕΧАО𝐍É") == "exaone"
    assert skeleton("*ᄋ\u200d") == SILENT + "ㅇ" + SILENT
