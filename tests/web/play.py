"""Steps of a battle for the tests of the faces, with the worker's part played by hand."""

from datetime import UTC, datetime
from typing import Any

from django.test import Client

from arena.actions.turns import Answer, claim_turn, complete_turn
from arena.models import Turn
from tests.arena_cast import answer

KEY = "0123456789abcdef-key"


def open_battle(browser: Client, prompt: str = "봄 감자는 언제 심나요?") -> dict[str, Any]:
    """Ask; returns the answer's body."""
    found = browser.post("/battles/", {"prompt": prompt})
    assert found.status_code == 201, found.content
    body: dict[str, Any] = found.json()
    return body


def complete(battle_ref: str, a: Answer, b: Answer) -> None:
    """Be the worker of the battle's newest turn."""
    turn = Turn.objects.filter(battle__ref=battle_ref).latest("number")
    now = datetime.now(UTC)
    assert claim_turn(turn.ref, now)
    complete_turn(turn.ref, a, b, now)


def ready_battle(browser: Client, prompt: str = "봄 감자는 언제 심나요?") -> str:
    """A battle whose answers are complete."""
    battle_ref: str = open_battle(browser, prompt)["battle"]
    complete(battle_ref, answer("하나"), answer("둘"))
    return battle_ref


def vote(browser: Client, battle_ref: str, outcome: str = "a_better", key: str = KEY, **more: Any) -> Any:
    """Vote; returns the response."""
    return browser.post(f"/battles/{battle_ref}/vote/", {"outcome": outcome, "key": key, **more})
