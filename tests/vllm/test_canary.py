"""Another checkpoint under the same served name: how a team could field a version that is not the frozen one."""

import pytest

from arena.models import Endpoint
from arena.queries.canaries import endpoint_alerts, newest_canaries
from arena.rules.drift import DRIFTED
from arena.tasks import run_canaries
from contest.supervisor.child import Child
from contest.supervisor.model_servers import vllm_server
from tests.arena_cast import make_pool
from tests.services.servers import guarded, running
from tests.vllm.conftest import PYTHON, RealServer

pytestmark = [pytest.mark.vllm, pytest.mark.django_db]
HONEST, CHANGED = "Pine", "Maple"


@pytest.fixture
def refs(servers: list[RealServer]) -> dict[str, str]:
    """The endpoints' refs by entrant: an open pool of two, each on a real server."""
    make_pool(names=(HONEST, CHANGED))
    found = {}
    for name, server in zip((HONEST, CHANGED), servers, strict=True):
        endpoint = Endpoint.objects.get(entrant__name=name)
        endpoint.base_url, endpoint.served_name = server.target.base_url, server.name
        endpoint.save()
        found[name] = endpoint.ref
    return found


def drifts(endpoint_ref: str) -> list[float | None]:
    """How far each canary's answers were from the fingerprint, the oldest first."""
    return [look.drift for look in reversed(newest_canaries(endpoint_ref, 9))]


def test_another_checkpoint_under_the_same_name_raises_an_alert_until_the_frozen_one_is_back(
    servers: list[RealServer], refs: dict[str, str]
) -> None:
    frozen, taken_over = servers
    run_canaries()
    taken_over.child.stop()
    other = vllm_server(PYTHON, frozen.checkpoint, taken_over.name, taken_over.port)
    try:
        with guarded() as guard, running(Child(other, frozen.folder, guard)):
            run_canaries()
            run_canaries()
            alerts = endpoint_alerts()
    finally:
        taken_over.child.restart()
    run_canaries()
    print("drift of the honest endpoint:", drifts(refs[HONEST]), "of the changed one:", drifts(refs[CHANGED]))
    assert [alert.endpoint_ref for alert in alerts] == [refs[CHANGED]]
    assert [drift is not None and drift >= DRIFTED for drift in drifts(refs[CHANGED])] == [False, True, True, False]
    assert all(drift is not None and drift < DRIFTED for drift in drifts(refs[HONEST]))
    assert endpoint_alerts() == []
