"""Claims in words that nothing was learnt from. `python -m tests.blindness.masking_figures` prints the figures."""

from arena.rules.blindness.masker import MARK
from tests.blindness.labelled_lines import NAMES, filled, lines
from tests.blindness.masking_figures import concealed, labelled, masking_figures

MOST_VISIBLE_LEARNT = 0.001
MOST_MASKED_LEARNT = 0.02
MOST_VISIBLE_UNSEEN = 0.05
"""What was reached in November 2026, and no wish: one unseen wording in twenty still shows its name."""
MOST_MASKED_UNSEEN = 2


def test_claims_that_were_at_hand_do_not_show() -> None:
    found = masking_figures(*labelled("learnt"))
    assert found.visible_share <= MOST_VISIBLE_LEARNT, found.visible
    assert len(found.masked) <= MOST_MASKED_LEARNT * found.harmless, found.masked


def test_most_claims_in_unseen_words_do_not_show() -> None:
    """The lines stay out of the message: whoever adds a line to learn from must not read them."""
    found = masking_figures(*labelled("unseen"))
    assert found.made >= 2000
    assert found.visible_share <= MOST_VISIBLE_UNSEEN
    assert len(found.masked) <= MOST_MASKED_UNSEEN


def test_the_halves_are_large_and_have_no_line_in_common() -> None:
    for kind, least in (("self", 100), ("harmless", 60)):
        learnt, unseen = lines(f"{kind}_learnt"), lines(f"{kind}_unseen")
        assert min(len(learnt), len(unseen)) >= least
        assert not set(learnt) & set(unseen)


def test_the_same_words_mask_every_makers_name() -> None:
    """A rule that held for one team only would tell which team it is."""
    shown = {
        concealed(filled("제 뿌리는 {m}입니다. The lab that trained me is {m}.", {"m": name})) for name in NAMES["m"]
    }
    assert shown == {f"제 뿌리는 {MARK}입니다. The lab that trained me is {MARK}."}


def test_aliases_are_names_too() -> None:
    for alias in ("HCX", "HCX-005", "HCX-DASH-002", "하클엑", "에이엑스", "에이엑스 4.0", "쏠라", "쏠라 프로"):
        assert concealed(f"저는 {alias}입니다.") == f"저는 {MARK}입니다.", alias
