"""What an answer says about who gives it is masked; what it says about the world stays."""

import pytest

from arena.rules.blindness.conceal import Concealer, Identities
from arena.rules.blindness.masker import MARK
from tests.blindness.labelled_lines import claims, lines
from tests.blindness.masking_figures import concealed
from tests.blindness.masking_figures import is_visible as visible

IDENTITIES = Identities.builtin()
SELF = lines("self_ko", "self_en", "self_more")
HARMLESS = lines("harmless_ko", "harmless_en", "harmless_more")
MOST_VISIBLE = 1 / 1000
MOST_MASKED = 0.005


def test_answers_that_name_themselves_do_not_show_the_name() -> None:
    made = [claim for template in SELF for claim in claims(template)]
    seen = [claim.text for claim in made if visible(claim, concealed(claim.text))]
    assert len(made) >= 3000
    assert len(seen) <= MOST_VISIBLE * len(made), seen


def test_no_cut_between_two_chunks_shows_a_name() -> None:
    """Each template with one name, another one for each template, cut at every place."""
    for turn, template in enumerate(SELF):
        claim = list(claims(template))[turn % 11]
        whole = concealed(claim.text)
        for cut in range(1, len(claim.text)):
            concealer = Concealer(IDENTITIES)
            shown = concealer.feed(claim.text[:cut]) + concealer.feed(claim.text[cut:]) + concealer.finish()
            assert shown == whole, (claim.text[:cut], claim.text[cut:])


def test_harmless_mentions_stay() -> None:
    masked = [line for line in HARMLESS if concealed(line) != line]
    assert len(HARMLESS) >= 500
    assert len(masked) <= MOST_MASKED * len(HARMLESS), masked


def test_after_an_identity_probe_no_name_shows_in_any_words() -> None:
    templates = [*SELF, *lines("known_misses")]
    seen = [
        claim.text
        for template in templates
        for claim in claims(template)
        if visible(claim, concealed(claim.text, probed=True))
    ]
    assert not seen


def test_all_teams_get_the_same_mark() -> None:
    shown = {
        concealed(f"저는 {name}입니다.") for name in ("엑사원", "HyperCLOVA X", "배키", "에이닷엑스", "솔라", "VARCO")
    }
    assert shown == {f"저는 {MARK}입니다."}


def test_versions_and_sizes_go_with_the_name() -> None:
    for name in (
        "EXAONE 4.0 32B",
        "Solar Pro 2",
        "HyperCLOVA X SEED Think 14B",
        "A.X K1",
        "K-EXAONE-236B-A23B",
        "GPT-4o mini",
    ):
        assert concealed(f"저는 {name}입니다.") == f"저는 {MARK}입니다.", name


@pytest.mark.parametrize(
    ("one", "other"),
    [("엑사원이에요", "솔라예요"), ("엑사원은 AI", "솔라는 AI"), ("엑사원이라고 해요", "솔라라고 해요")],
)
def test_the_particle_after_the_mark_does_not_tell_how_the_name_ends(one: str, other: str) -> None:
    assert concealed(f"저는 {one}", probed=True) == concealed(f"저는 {other}", probed=True)


def test_hits_count_the_masks() -> None:
    concealer = Concealer(IDENTITIES)
    shown = concealer.feed("저는 LG AI연구원이 만든 엑사원(EXAONE)입니다. 네이버 블로그도 봐요.") + concealer.finish()
    assert concealer.hits == shown.count(MARK) == 3


def test_an_organiser_can_pass_other_names() -> None:
    concealer = Concealer(Identities(families=("금강송",)))
    assert (
        concealer.feed("저는 금강송이고 엑사원이 아니에요.") + concealer.finish()
        == f"저는 {MARK}(이)고 엑사원이 아니에요."
    )


def test_without_names_nothing_is_masked() -> None:
    concealer = Concealer(Identities())
    assert concealer.feed("저는 엑사원입니다.") + concealer.finish() == "저는 엑사원입니다."
