"""The rehearsal stage lives by the same rules as every other stage."""

from datetime import UTC, datetime, timedelta

import pytest

from arena.actions.pools import EndpointAddress
from arena.models import Endpoint, Vote
from contest.actions.rehearsal import RehearsalError, seed_rehearsal
from contest.actions.stages_running import close_stage, pause_stage
from contest.models import AuditEntry, Stage
from contest.queries.stage_records import stage_record
from contest.queries.stages import current_stage
from contest.rules.stages import StageState
from tests.contest.cast import NOTICE, dohyun, revision, sora

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NEXT_DAY = NOW + timedelta(days=1)


def addresses(port: int, count: int = 5) -> list[EndpointAddress]:
    return [EndpointAddress(f"http://127.0.0.1:{port}/{n}", f"m-{n}") for n in range(count)]


def test_a_seeded_rehearsal_is_published_open_and_frozen() -> None:
    assert seed_rehearsal(addresses(1), NOW)
    found = stage_record("rehearsal")
    assert found is not None
    assert (found.state, len(found.entries), found.published_at) == (StageState.OPEN, 5, NOW)
    assert all(entry.as_frozen for entry in found.entries)
    assert Vote.objects.count() == 600


def test_seeding_is_in_the_log_by_the_commands_name() -> None:
    seed_rehearsal(addresses(1), NOW, with_votes=False)
    assert set(AuditEntry.objects.values_list("actor_name", flat=True)) == {"seed_rehearsal"}
    assert list(AuditEntry.objects.filter(object_kind="stage").order_by("pk").values_list("act", flat=True)) == [
        "create_stage",
        *["enter_stage"] * 5,
        "publish_stage",
        "open_stage",
    ]


def test_the_next_start_moves_the_endpoints_and_the_end_and_the_entrants_stay_as_frozen() -> None:
    seed_rehearsal(addresses(1), NOW, with_votes=False)
    assert not seed_rehearsal(addresses(2), NEXT_DAY)
    found = stage_record("rehearsal")
    assert found is not None
    assert found.terms.closes_at == NEXT_DAY + timedelta(days=30)
    assert all(entry.as_frozen for entry in found.entries)
    assert Endpoint.objects.filter(base_url__startswith="http://127.0.0.1:2/").count() == 5


def test_a_rehearsal_that_an_organiser_closed_stays_closed() -> None:
    seed_rehearsal(addresses(1), NOW, with_votes=False)
    close_stage(sora(), "rehearsal", seen=revision("rehearsal"), now=NOW)
    seed_rehearsal(addresses(2), NEXT_DAY)
    stage = Stage.objects.get()
    assert (stage.state, stage.closes_at) == ("closed", NOW + timedelta(days=30))


def test_a_paused_rehearsal_stays_paused_over_a_start() -> None:
    seed_rehearsal(addresses(1), NOW, with_votes=False)
    pause_stage(dohyun(), "rehearsal", seen=revision("rehearsal"), now=NOW, **NOTICE)
    seed_rehearsal(addresses(2), NEXT_DAY)
    found = current_stage("ko", NEXT_DAY)
    assert found is not None
    assert (found.state, found.is_open) == ("paused", False)


def test_fewer_endpoints_make_a_smaller_rehearsal_and_another_number_later_is_refused() -> None:
    seed_rehearsal(addresses(1, 2), NOW, with_votes=False)
    with pytest.raises(RehearsalError, match="was made for 2 entrants"):
        seed_rehearsal(addresses(2, 5), NEXT_DAY)


def test_simulated_votes_lie_before_the_hour_that_the_console_counts() -> None:
    seed_rehearsal(addresses(1), NOW)
    assert NOW - timedelta(days=1) < Vote.objects.latest("cast_at").cast_at < NOW - timedelta(hours=1)
