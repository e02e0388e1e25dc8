"""How votes count: told before, kept with the vote, told after."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from arena.actions.counting import Standing
from arena.actions.folding import fold_votes, read_tallies
from arena.actions.votes import cast_vote
from arena.models import Pool, Turn, Vote
from arena.queries.votes import used_votes
from contest.actions.declarations import declare_network, declare_sign_in, open_seats
from contest.models import Citizen, Stage, Team
from contest.rules.roles import Command
from tests.arena_cast import MINJI, ballot, make_pool, ready
from tests.voters.conftest import SignIn
from tests.web.play import open_battle, ready_battle, vote

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rehearsal", "enqueued")]
NOW = datetime(2026, 5, 4, 3, 0, tzinfo=UTC)
SETUP = Command("the tests' set-up")
OUTSIDE = {"REMOTE_ADDR": "203.0.113.7"}


def reasons() -> list[str]:
    """Of all votes in the order in which they were cast; empty for those that count."""
    return list(Vote.objects.order_by("pk").values_list("void_reason", flat=True))


def counted() -> int:
    """Votes in the tallies of the running stage."""
    pool = Stage.objects.get().pool
    fold_votes(pool.ref)
    return sum(row.a_wins + row.b_wins + row.ties + row.both_bads for row in read_tallies(pool))


def test_without_an_account_a_vote_counts_where_everybody_may(minji: Client, stage: Callable[..., Stage]) -> None:
    stage(voters="everyone")
    told = open_battle(minji)["standing"]
    assert "이 투표는 순위표에 반영돼요. 오늘 20표" in told
    vote(minji, ready_battle(minji))
    assert (reasons(), counted()) == ([""], 1)


def test_without_an_account_it_has_weight_0_where_one_must_sign_in(minji: Client, stage: Callable[..., Stage]) -> None:
    stage(voters="signed_in")
    assert "로그인해 주세요" in open_battle(minji)["standing"]
    answer = vote(minji, ready_battle(minji)).json()
    assert answer["counted"] is False
    assert "로그인하지 않은 투표라" in answer["html"]
    assert (reasons(), counted()) == (["sign_in_needed"], 0)


def test_with_an_account_it_counts_there(minji: Client, stage: Callable[..., Stage], sign_in: SignIn) -> None:
    stage(voters="signed_in")
    sign_in(minji, "민지")
    vote(minji, ready_battle(minji))
    assert (reasons(), counted()) == ([""], 1)


def test_votes_beyond_the_day_have_weight_0_and_are_told(minji: Client, stage: Callable[..., Stage]) -> None:
    stage(votes_per_day=2)
    for number in range(3):
        last = vote(minji, ready_battle(minji), key=f"key-of-the-battle-{number}").json()
    assert (reasons(), counted()) == (["", "", "day_cap"], 2)
    assert "내일 다시 세요" in last["html"]
    assert "오늘 셀 수 있는 표를 다 썼어요" in minji.get("/battles/").content.decode()
    assert "오늘 셀 수 있는 표를 다 써서" in minji.get("/me/").content.decode()


def test_votes_beyond_the_stage_have_weight_0(minji: Client, stage: Callable[..., Stage]) -> None:
    stage(votes_per_day=None, votes_per_stage=1)
    for number in range(2):
        vote(minji, ready_battle(minji), key=f"key-of-the-battle-{number}")
    assert reasons() == ["", "pool_cap"]
    assert "이 단계에서 셀 수 있는 표를 다 썼어요" in minji.get("/battles/").content.decode()


def test_the_same_ballot_again_uses_up_no_second_place(minji: Client, stage: Callable[..., Stage]) -> None:
    stage(votes_per_day=2)
    battle_ref = ready_battle(minji)
    vote(minji, battle_ref)
    assert vote(minji, battle_ref).json()["counted"]
    assert "오늘 1표" in minji.get("/battles/").content.decode()


def test_the_next_day_counts_again() -> None:
    pool_ref = make_pool()
    for number, now in enumerate((NOW, NOW, NOW + timedelta(days=1))):
        began = now.replace(hour=0)
        standing = Standing(per_day=1, day_began_at=began)
        battle = ready(pool_ref, seed=number).battle_ref
        cast_vote(battle, MINJI, ballot(key=f"key-of-battle-{number}"), now, standing)
    assert reasons() == ["", "day_cap", ""]


def test_a_void_gives_no_new_place() -> None:
    pool_ref = make_pool()
    cast_vote(ready(pool_ref).battle_ref, MINJI, ballot(), NOW)
    Vote.objects.update(voided_at=NOW + timedelta(hours=1), void_reason="a finding")
    assert used_votes(MINJI, Pool.objects.get(ref=pool_ref).pk, None).in_pool == 1


@pytest.mark.django_db(transaction=True)
def test_ten_votes_at_once_never_pass_the_cap() -> None:
    pool_ref = make_pool()
    battles = [ready(pool_ref, seed=number).battle_ref for number in range(10)]

    def cast(battle_ref: str) -> None:
        try:
            cast_vote(battle_ref, MINJI, ballot(key=f"key-{battle_ref}"), NOW, Standing(per_pool=3))
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as crowd:
        list(crowd.map(cast, battles))
    assert sorted(reasons()) == [""] * 3 + ["pool_cap"] * 7


def test_a_vote_sooner_than_anybody_reads_does_not_count(minji: Client, stage: Callable[..., Stage]) -> None:
    stage(least_seconds=5)
    battle_ref = ready_battle(minji)
    vote(minji, battle_ref)
    later = ready_battle(minji)
    Turn.objects.filter(battle__ref=later).update(completed_at=datetime.now(UTC) - timedelta(seconds=6))
    vote(minji, later, key="another-key-0123456")
    assert reasons() == ["too_soon", ""]


def test_a_probe_counts_where_the_terms_say_so(minji: Client, stage: Callable[..., Stage]) -> None:
    stage(probes_count=True)
    battle_ref = ready_battle(minji)
    Vote.objects.all().delete()
    Pool.objects.get().battles.update(probed=True)
    vote(minji, battle_ref)
    assert reasons() == [""]


def test_votes_from_a_teams_network_never_count_and_are_told(minji: Client, stage: Callable[..., Stage]) -> None:
    declare_network(SETUP, Team.objects.first().slug, "203.0.113.0/24", now=NOW)
    page = minji.get("/battles/", **OUTSIDE).content.decode()
    assert "참가팀의 인터넷망이라" in page
    battle_ref = ready_battle(minji)
    minji.post(f"/battles/{battle_ref}/vote/", {"outcome": "tie", "key": "0123456789abcdef"}, **OUTSIDE)
    assert reasons() == ["team_network"]


def test_a_team_members_votes_never_count_under_whatever_account(minji: Client, sign_in: SignIn, settings: Any) -> None:
    declare_sign_in(SETUP, Team.objects.first().slug, "rehearsal", "민지", settings.VOTER_KEY, now=NOW)
    sign_in(minji, "민지")
    vote(minji, ready_battle(minji))
    minji.post("/me/delete/", {"sure": "yes"})
    sign_in(minji, "민지")
    vote(minji, ready_battle(minji))
    assert reasons() == ["team_member", "team_member"]


def test_whoever_says_that_they_belong_to_a_team_counts_no_more(minji: Client, sign_in: SignIn) -> None:
    sign_in(minji, "민지")
    minji.post("/me/team/", {"team": Team.objects.first().slug})
    page = minji.get("/me/").content.decode()
    assert "참가팀 구성원이라" in page
    vote(minji, ready_battle(minji))
    assert reasons() == ["team_member"]


def test_an_organisers_votes_never_count(minji: Client) -> None:
    minji.force_login(Citizen.objects.create_user("organiser-sora"))
    vote(minji, ready_battle(minji))
    assert reasons() == ["organiser"]


def test_a_panel_seat_is_taken_once_and_makes_votes_count(
    minji: Client, junho: Client, stage: Callable[..., Stage], sign_in: SignIn
) -> None:
    running = stage(voters="panel")
    [code] = open_seats(SETUP, running.slug, {"seoul-20": 1}, now=NOW)["seoul-20"]
    for browser, name in ((minji, "민지"), (junho, "준호")):
        sign_in(browser, name)
        browser.post("/me/seat/", {"code": code})
        vote(browser, ready_battle(browser))
    assert list(Vote.objects.order_by("pk").values_list("voter_group", "void_reason")) == [
        ("seoul-20", ""),
        ("open", "panel_only"),
    ]


def test_a_wrong_invitation_keeps_what_was_typed(minji: Client, sign_in: SignIn) -> None:
    sign_in(minji, "민지")
    found = minji.post("/me/seat/", {"code": "wrong-number"})
    assert found.status_code == 400
    assert 'value="wrong-number"' in found.content.decode()
