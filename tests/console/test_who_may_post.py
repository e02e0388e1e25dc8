"""Whatever is posted to whichever page of the console: only who may do it gets further than the door."""

import pytest
from django.test import Client

from arena.models import Finding, Pool, Vote
from arena.queries.endpoints import endpoint_records
from contest.actions.exports import request_export
from contest.actions.notices import publish_notice
from contest.actions.proposals import propose_void
from contest.actions.tokens import issue_token
from contest.models import ApiToken, AuditEntry, Fielding
from contest.rules.api_scopes import SCOPES
from tests.arena_cast import voted
from tests.console.every_post import SENT, addresses
from tests.console.people import at_console
from tests.contest.cast import NOTICE, OPENS, SETUP, bitna, dohyun, minsu, opened, pool_of, sora, yuna

pytestmark = pytest.mark.django_db
FOR_CHIEFS = (
    {"stage-act", "stage-enter", "stage-withdraw", "battle-sides", "exports", "export-withdraw"}
    | {"export-release", "token-revoke", "tokens", "team-declaration-withdraw"}
    | {"evaluation-entrant", "standing-propose"}
    | {f"people-{what}" for what in ("new", "role", "reset")}
)
"""Pages on which a running stage has at least one act for chiefs alone."""


@pytest.fixture
def known() -> dict[str, str]:
    """One of everything that an address can be about."""
    opened("stage-1")
    battle = voted(pool_of("stage-1")).battle_ref
    pool = Pool.objects.get(ref=pool_of("stage-1"))
    seen = {"detector": "burst", "subject": "n1", "looked_at_votes": 1}
    finding = Finding.objects.create(pool=pool, found_at=OPENS, renewed_at=OPENS, **seen)
    receipt = Vote.objects.get().receipt_ref
    bitna()
    return {
        **{"stage": "stage-1", "team": "pine", "entrant": "pine-1", "battle": battle, "finding": finding.ref},
        "endpoint": endpoint_records([Fielding.objects.get(slug="pine-1").entrant.ref])[0].ref,
        "proposal": propose_void(dohyun(), [receipt], now=OPENS, reason="두 번 눌렀어요"),
        "export": request_export(sora(), "stage-1", "votes", "csv", public=False, now=OPENS),
        "notice": publish_notice(SETUP, "stage-1", *NOTICE.values(), degraded=False, now=OPENS),
        "token": token_of_bitna(),
        "username": "bitna",
    }


def token_of_bitna() -> str:
    """The ref of a token for an organiser's programs."""
    issue_token(SETUP, "bitna", "monitoring", SCOPES, 7, now=OPENS)
    return ApiToken.objects.get().ref


def statuses(browser: Client, known: dict[str, str]) -> dict[str, set[int]]:
    """What each page answers to a post."""
    found: dict[str, set[int]] = {}
    for name, address in addresses(known):
        found.setdefault(name, set()).add(browser.post(address, SENT).status_code)
    return found


def test_a_viewer_is_told_no_everywhere_and_nothing_is_written_down(known: dict[str, str]) -> None:
    before = AuditEntry.objects.count()
    let = {name: seen for name, seen in statuses(at_console(yuna()), known).items() if not seen <= {403, 405}}
    assert let == {}
    assert AuditEntry.objects.count() == before


def test_a_citizen_finds_no_page_to_post_to(known: dict[str, str]) -> None:
    assert set().union(*statuses(at_console(minsu()), known).values()) == {404}


def test_nobody_in_particular_is_asked_to_sign_in(known: dict[str, str]) -> None:
    assert set().union(*statuses(Client(), known).values()) == {302}


def test_an_operator_is_told_no_where_it_takes_a_chief(known: dict[str, str]) -> None:
    found = statuses(at_console(dohyun()), known)
    assert {name for name, seen in found.items() if 403 in seen} | {"stage-enter", "stage-withdraw"} == FOR_CHIEFS
