"""A worker that takes turns knows, before the first of them, all names that it will mask."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.conf import settings

from arena.actions.pools import create_pool, set_names, set_pool_open
from arena.rules.blindness.identities import Identities
from arena.tasks import learn_before_the_first_turn

pytestmark = pytest.mark.django_db
OURS = Identities(families=("금강송",))


@pytest.fixture
def learnt(monkeypatch: pytest.MonkeyPatch) -> list[Identities]:
    learnt: list[Identities] = []
    monkeypatch.setattr("arena.tasks.learn_names", learnt.append)
    return learnt


def consumer_of(queue: str) -> Any:
    queues = SimpleNamespace(consume_from={queue: None})
    return cast(Any, SimpleNamespace(app=SimpleNamespace(amqp=SimpleNamespace(queues=queues))))


def pool(is_open: bool) -> None:
    pool_ref = create_pool(system_prompt="", min_votes=1)
    set_names(pool_ref, OURS)
    set_pool_open(pool_ref, is_open)


def test_it_learns_those_of_every_contest_and_of_the_pools_that_are_open(learnt: list[Identities]) -> None:
    pool(is_open=True)
    learn_before_the_first_turn(consumer_of(settings.CELERY_TASK_DEFAULT_QUEUE))
    assert learnt == [Identities.builtin().plus(OURS)]


def test_a_closed_pool_is_learnt_when_it_opens(learnt: list[Identities]) -> None:
    pool(is_open=False)
    learn_before_the_first_turn(consumer_of(settings.CELERY_TASK_DEFAULT_QUEUE))
    assert learnt == []


def test_a_worker_of_another_queue_learns_nothing(learnt: list[Identities]) -> None:
    pool(is_open=True)
    learn_before_the_first_turn(consumer_of("exports"))
    assert learnt == []
