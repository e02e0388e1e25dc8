"""What everybody may read, and what nobody may read yet."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.test import Client

from arena.actions.folding import fold_votes
from arena.actions.leaderboard import publish_snapshot
from arena.models import LeaderboardSnapshot
from contest.actions.archive import ArchivedVote, import_archive
from contest.actions.stages_running import close_stage
from contest.rules.stages_terms import Release
from tests.api.conftest import rows
from tests.arena_cast import drawn
from tests.contest.cast import CLOSES, SETUP, TERMS, draft, opened, pool_of, published, revision
from tests.exports.played import played_stage

pytestmark = pytest.mark.django_db


def board_of(slug: str) -> None:
    """Count the votes and publish."""
    fold_votes(pool_of(slug))
    assert publish_snapshot(pool_of(slug), datetime.now(UTC))


def test_stages_are_listed_once_published(caller: Client) -> None:
    published("one")
    draft("two")
    assert [stage["slug"] for stage in rows(caller.get("/api/v1/stages/"))] == ["one"]
    assert caller.get("/api/v1/stages/two/").status_code == 404


def test_stages_are_filtered(caller: Client) -> None:
    published("one")
    assert len(rows(caller.get("/api/v1/stages/?state=published&kind=contest"))) == 1
    assert rows(caller.get("/api/v1/stages/?state=open")) == []


def test_teams_of_drafts_are_not_told(caller: Client) -> None:
    draft("one")
    from_nowhere = rows(caller.get("/api/v1/teams/"))
    opened("two")
    assert from_nowhere == []
    assert [team["slug"] for team in rows(caller.get("/api/v1/teams/"))] == ["birch", "maple", "pine"]


def test_a_team_names_its_entrants_and_their_stages(caller: Client) -> None:
    opened("one")
    team = caller.get("/api/v1/teams/pine/").json()
    assert [(entrant["slug"], entrant["stages"]) for entrant in team["entrants"]] == [("pine-1", ["one"])]
    assert "endpoints" not in str(team)


def test_rules_come_with_their_digest(caller: Client) -> None:
    published("one")
    rules = caller.get("/api/v1/stages/one/rules/").json()
    assert (rules["rules_ko"], len(rules["rules_sha256"])) == (TERMS.rules_ko, 64)


def test_the_newest_board_names_entrants_by_slug(caller: Client) -> None:
    played_stage("one")
    board_of("one")
    board = caller.get("/api/v1/stages/one/leaderboard/").json()
    assert {row["entrant"] for row in board["rows"]} == {"pine-1", "maple-1", "birch-1"}
    assert caller.get(f"/api/v1/snapshots/{board['ref']}/").json() == board


@pytest.mark.parametrize("kind", ["contest", "rehearsal"])
def test_boards_and_their_list_name_the_kind_of_the_stage(caller: Client, kind: str) -> None:
    played_stage("one", is_rehearsal=kind == "rehearsal")
    board_of("one")
    [head] = rows(caller.get("/api/v1/stages/one/snapshots/"))
    board = caller.get("/api/v1/stages/one/leaderboard/").json()
    kept = caller.get(f"/api/v1/snapshots/{head['ref']}/").json()
    assert {(one["stage"], one["stage_kind"], one["ref"]) for one in (head, board, kept)} == {
        ("one", kind, head["ref"])
    }


def test_the_board_of_an_archive_says_that_it_is_one(caller: Client) -> None:
    import_archive("elsewhere", ["one", "two"], [ArchivedVote(0, 0, 1, "a_better")], 1, CLOSES)
    board_of("elsewhere")
    assert caller.get("/api/v1/stages/elsewhere/leaderboard/").json()["stage_kind"] == "archive"


def test_a_sealed_board_is_shown_nowhere_before_the_close(caller: Client) -> None:
    played_stage("one", terms=replace(TERMS, release=Release.AT_CLOSE))
    board_of("one")
    assert caller.get("/api/v1/stages/one/leaderboard/").status_code == 404
    assert rows(caller.get("/api/v1/stages/one/snapshots/")) == []
    close_stage(SETUP, "one", seen=revision("one"), now=CLOSES)
    [head] = rows(caller.get("/api/v1/stages/one/snapshots/"))
    assert caller.get(f"/api/v1/snapshots/{head['ref']}/").status_code == 200


def test_a_sealed_boards_permanent_address_is_sealed_too(caller: Client) -> None:
    played_stage("one", terms=replace(TERMS, release=Release.AT_CLOSE))
    board_of("one")
    ref = pool_snapshot("one")
    assert caller.get(f"/api/v1/snapshots/{ref}/").status_code == 404


def pool_snapshot(slug: str) -> str:
    """The ref of a stage's newest snapshot, sealed or not."""
    return LeaderboardSnapshot.objects.get(pool__ref=pool_of(slug)).ref


def test_an_unvoted_battle_is_nowhere_in_the_api(caller: Client) -> None:
    opened("one")
    battle = drawn(pool_of("one")).battle_ref
    addresses = ("stages/", "teams/", "stages/one/snapshots/", "data/", f"snapshots/{battle}/", f"data/{battle}/")
    assert not any(battle in caller.get(f"/api/v1/{address}").content.decode() for address in addresses)


def test_lists_come_in_pages(caller: Client) -> None:
    opened("one")
    page = caller.get("/api/v1/teams/?page_size=2").json()
    assert (page["count"], len(page["results"])) == (3, 2)
    assert len(caller.get(page["next"]).json()["results"]) == 1


def test_who_has_this_answer_gets_no_body(caller: Client) -> None:
    published("one")
    first = caller.get("/api/v1/stages/")
    again = caller.get("/api/v1/stages/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/v1/nowhere/", 404, "not_found"),
        ("/api/v1/stages/nowhere/", 404, "not_found"),
        ("/api/v1/stages/?state=asleep", 400, "invalid"),
        ("/api/v1/stages/?page=99", 404, "not_found"),
        ("/api/v1/organiser/exports/", 401, "not_authenticated"),
    ],
)
def test_errors_are_problems(caller: Client, address: str, status: int, code: str) -> None:
    answer = caller.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert (answer.json()["status"], answer.json()["code"]) == (status, code)


def test_a_method_that_is_not_there_is_a_problem(caller: Client) -> None:
    answer = caller.post("/api/v1/stages/")
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")


def test_who_asks_too_often_waits(caller: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contest.api.access.PublicThrottle.THROTTLE_RATES", {"public": "2/min"})
    found = [caller.get("/api/v1/stages/") for _ in range(3)]
    assert [answer.status_code for answer in found] == [200, 200, 429]
    assert int(found[2]["Retry-After"]) > 0
