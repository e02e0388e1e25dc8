"""Who is who in a running battle: a chief with a reason sees it once, and the log says that somebody looked."""

import pytest

from contest.models import AuditEntry
from tests.arena_cast import ready, voted
from tests.console.people import at_console
from tests.console_stages.steps import codes
from tests.contest.cast import dohyun, opened, pool_of, sora, yuna

pytestmark = pytest.mark.django_db
NAMES = {"Pine One", "Maple One", "Birch One"}


@pytest.fixture
def battle() -> str:
    """The address of a battle that nobody has voted on."""
    opened()
    return f"/console/battles/{ready(pool_of()).battle_ref}/"


def shown(page: object) -> set[str]:
    return {name for name in NAMES if name in page.content.decode()}  # type: ignore[attr-defined]


def test_a_chief_with_a_reason_sees_both_names_and_is_on_record(battle: str) -> None:
    page = at_console(sora(), "en").post(f"{battle}sides/", {"reason": "한 팀이 답을 못 봤다고 해요"})
    assert len(shown(page)) == 2
    entry = AuditEntry.objects.get(act="break_glass")
    assert (entry.actor_name, entry.object_ref) == ("sora", battle.split("/")[-2])
    assert (entry.reason, entry.before, entry.after) == ("한 팀이 답을 못 봤다고 해요", None, None)


def test_the_names_are_in_that_answer_and_nowhere_else(battle: str) -> None:
    chief = at_console(sora(), "en")
    chief.post(f"{battle}sides/", {"reason": "확인"})
    assert shown(chief.get(battle)) == set()


@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_nothing_is_shown_and_nothing_recorded(battle: str, reason: str) -> None:
    page = at_console(sora(), "en").post(f"{battle}sides/", {"reason": reason})
    assert (page.status_code, codes(page), shown(page)) == (409, {"reason_missing"}, set())
    assert not AuditEntry.objects.filter(act="break_glass").exists()


@pytest.mark.parametrize("who", [yuna, dohyun])
def test_nobody_below_a_chief_breaks_it(battle: str, who: object) -> None:
    browser = at_console(who(), "en")  # type: ignore[operator]
    page = browser.post(f"{battle}sides/", {"reason": "궁금해요"})
    assert (page.status_code, shown(page)) == (403, set())
    assert "/sides/" not in browser.get(battle).content.decode()


def test_each_look_is_one_entry() -> None:
    opened()
    chief = at_console(sora())
    for seed in range(2):
        ref = voted(pool_of(), voter=f"{seed:064d}", seed=seed).battle_ref
        chief.post(f"/console/battles/{ref}/sides/", {"reason": "확인"})
    assert AuditEntry.objects.filter(act="break_glass").values("object_ref").distinct().count() == 2


def test_an_unknown_battle_is_not_there() -> None:
    opened()
    assert at_console(sora()).post("/console/battles/nothing/sides/", {"reason": "확인"}).status_code == 404
