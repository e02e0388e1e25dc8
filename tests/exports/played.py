"""A stage of the contest's cast with votes in it, and its files read back."""

import csv
import json
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from arena.actions.battles import open_battle
from arena.actions.turns import claim_turn, complete_turn
from arena.actions.votes import cast_vote
from contest.queries.exports import stage_data
from tests.arena_cast import answer, ballot
from tests.contest.cast import OPENS, opened, pool_of
from tests.kept_rows import kept

OUTCOMES = ("a_better", "b_better", "a_better", "tie", "both_bad", "b_better")
VOTERS = tuple(str(number) * 64 for number in range(1, 6))
PROMPT = "봄 감자는 언제 심나요?"


def played_stage(slug: str = "one", votes: int = 12, **more: Any) -> str:
    """An open stage with votes; the second voter's comments would be formulas."""
    kept(f"played {slug} {votes} {more}", lambda: add_votes(opened(slug, **more), votes))
    return slug


def add_votes(slug: str, votes: int, seed: int = 0) -> None:
    """Battles that were asked, answered and voted on, a minute and a bit apart."""
    for number in range(votes):
        at = OPENS + timedelta(seconds=71.5 * (number + 1))
        voter = VOTERS[number % len(VOTERS)]
        play_one(slug, voter, OUTCOMES[(number + seed) % len(OUTCOMES)], seed * 1000 + number, at)


def play_one(slug: str, voter: str, outcome: str, seed: int, at: Any) -> str:
    """One battle from the question to the vote; its ref."""
    battle_ref, turn_ref = open_battle(pool_of(slug), voter, PROMPT, rng=random.Random(seed), now=at)
    assert claim_turn(turn_ref, at)
    complete_turn(turn_ref, answer("## 왼쪽\n\n- **하나**"), answer("=오른쪽"), at)
    cast_vote(
        battle_ref,
        voter,
        ballot(outcome, key=f"key-{seed}-{battle_ref}", reasons=("style", "accuracy"), comment="=1+1"),
        at,
    )
    return battle_ref


def spec(slug: str, data: str = "votes", *, public: bool, release: str = "a release") -> Any:
    """What is to be written, as the command would ask for it."""
    stage = stage_data(slug)
    assert stage is not None
    return stage.public(data, None, release=release, secret="a secret") if public else stage.whole(data)


def read_csv(path: Path) -> list[dict[str, Any]]:
    """The rows as texts."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """The rows with their types."""
    return [json.loads(line) for line in path.read_text().splitlines()]


def read_parquet(path: Path) -> list[dict[str, Any]]:
    """The rows with their types."""
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return rows


READERS: dict[str, Callable[[Path], list[dict[str, Any]]]] = {
    "csv": read_csv,
    "jsonl": read_jsonl,
    "parquet": read_parquet,
}
