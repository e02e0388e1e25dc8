"""A site from before stages had a lifecycle goes on with its teams, its rehearsal and its pool."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from contest.models import Entry, Fielding, Stage, Team
from contest.queries.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("contest", "0001_initial")]
OPENS, CLOSES = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture
def old_site() -> Iterator[None]:
    """Tables as they were, with a team in an open rehearsal; afterwards brought up to date."""
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()
    executor.migrate(BEFORE)
    apps = executor.loader.project_state(BEFORE).apps
    # The engine's tables stay as they are.
    arena = executor.loader.project_state([node for node in newest if node[0] == "arena"]).apps
    pool = arena.get_model("arena", "Pool").objects.create(is_open=True, system_prompt="친절하게", min_votes=7)
    team = apps.get_model("contest", "Team").objects.create(name_ko="소나무", name_en="Pine & Sons")
    entrant = arena.get_model("arena", "Entrant").objects.create(name="Pine 1")
    arena.get_model("arena", "PoolEntrant").objects.create(pool=pool, entrant=entrant)
    apps.get_model("contest", "Fielding").objects.create(
        team=team, entrant_id=entrant.pk, name_ko="소나무 하나", name_en="Pine One"
    )
    apps.get_model("contest", "Stage").objects.create(
        slug="rehearsal",
        kind="rehearsal",
        name_ko="리허설",
        name_en="Rehearsal",
        opens_at=OPENS,
        closes_at=CLOSES,
        pool_id=pool.pk,
    )
    MigrationExecutor(connection).migrate(newest)
    yield
    MigrationExecutor(connection).migrate(newest)


@pytest.mark.usefixtures("old_site")
def test_the_old_site_goes_on_in_the_new_lifecycle() -> None:
    stage = Stage.objects.get()
    assert (stage.state, stage.published_at, stage.system_prompt, stage.min_votes) == ("open", OPENS, "친절하게", 7)
    assert Entry.objects.get().fielding == Fielding.objects.get()
    assert Team.objects.get().slug.startswith("pine-sons-")
    assert Fielding.objects.get().slug.startswith("pine-one-")


@pytest.mark.usefixtures("old_site")
def test_the_roles_are_there_as_groups() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM auth_group ORDER BY name")
        assert {name for (name,) in cursor.fetchall()} >= set(Role)
