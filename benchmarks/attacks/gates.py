"""What must hold, each over many seeded contests."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from arena.rules.ratings.tally import Matrix
from benchmarks.attacks.attackers import Attack, Style, join
from benchmarks.attacks.defence import board, everything, groups, set_aside
from benchmarks.attacks.population import Variety, honest

VOTES = 20_000
LOOKS = 10
FALSE_ALARMS = 0.001
APART = 10.0
TARGET = 3
# The worst run counts, so honest contests differ as much as real ones may: fans, networks with a taste of their own,
# few networks, people who hardly ever decide.
VARIETIES = (
    Variety(),
    Variety(taste=0.8),
    Variety(group_taste=0.12),
    Variety(networks=60, votes_per_person=25.0),
    Variety(ties=0.5, side=0.3, taste=0.2),
)


@dataclass(frozen=True)
class Gate:
    """One bar: what was measured against it, in words, and whether it holds."""

    name: str
    bar: str
    measured: str
    holds: bool


def generators(gate: int, runs: int, seed: int) -> list[np.random.Generator]:
    """A stream of chance for each run, the same for the same seed."""
    return [np.random.default_rng([seed, gate, run]) for run in range(runs)]


def no_attack(runs: int, seed: int) -> list[Gate]:
    """Honest votes, looked at ten times as they come in: what is set aside once stays set aside."""
    shares, moves, alarms = [], [], Counter[str]()
    for run, rng in enumerate(generators(0, runs, seed)):
        crowd = honest(VOTES, rng, VARIETIES[run % len(VARIETIES)])
        aside = np.zeros(VOTES, dtype=bool)
        for look in range(1, LOOKS + 1):
            so_far = np.arange(VOTES) < VOTES * look // LOOKS
            aside[so_far] |= set_aside(crowd.only(so_far), groups(crowd.only(so_far)))
        shares.append(aside.mean())
        moves.append(np.abs(board(crowd, ~aside) - board(crowd)).max())
        alarms.update({noticed.detector.value for noticed in everything(crowd)})
    told = ", ".join(f"{name} {count / runs:.1%}" for name, count in sorted(alarms.items())) or "none in any"
    return [
        Gate(
            "no attack: honest votes set aside", "≤ 0.1 % in the worst run", f"{max(shares):.3%}", max(shares) <= 0.001
        ),
        Gate("no attack: scores move", "≤ 1 Elo in the worst run", f"{max(moves):.2f}", max(moves) <= 1),
        Gate(
            "no attack: scans with any finding for people",
            "≤ 5 % for each detector",
            told,
            all(count <= 0.05 * runs for count in alarms.values()),
        ),
    ]


def shared_feature(runs: int, seed: int) -> list[Gate]:
    """50 accounts × 20 votes from one network in 20,000."""
    attack = Attack(Style.NAIVE, 50, 20, target=TARGET)
    played = moves(attack, runs, seed, gate=1)
    worst = float(np.abs(played.left).max())
    name = "50 × 20 from one network in 20,000: Elo left"
    measured = f"{worst:.2f} (undefended {np.mean(played.moved):+.1f})"
    return [Gate(name, "≤ 3 in the worst run", measured, worst <= 3)]


HONEST_ACCUSED = 0.01
"""The group test promises one in a thousand scans; a bar for few runs needs room for chance."""


def half_duty(runs: int, seed: int) -> list[Gate]:
    """200 accounts × 5 votes from one network that vote for their target every second time."""
    attack = Attack(Style.HALF_DUTY, 200, 5, target=TARGET)
    found = false = 0
    for rng in generators(2, runs, seed):
        crowd = join(honest(VOTES - 1000, rng), attack, rng)
        sure = [one for one in groups(crowd) if (one.chance or 0.0) <= FALSE_ALARMS]
        hits = [one for one in sure if crowd.bad[one.votes].mean() > 0.5]
        found += bool(hits)
        false += len(sure) - len(hits)
    most = max(1, round(HONEST_ACCUSED * runs))
    return [
        Gate(
            "200 × 5 at half duty: group found",
            "power ≥ 0.9 at 0.1 % a scan",
            f"{found / runs:.3f}",
            found >= 0.9 * runs,
        ),
        Gate("200 × 5 at half duty: honest groups accused", f"≤ {most} in {runs} contests", f"{false}", false <= most),
    ]


def random_voters(runs: int, seed: int) -> list[Gate]:
    """One vote in ten is random: does it change the order that the other nine give?

    Beside it, how often all entrants that are truly apart stand in their true order: chance among honest votes alone
    decides some of that.
    """
    attack = Attack(Style.APATHETIC, 100, 20, shared=False)
    truth = np.array(Variety().points)
    kept = true_with = true_without = 0
    for rng in generators(3, runs, seed):
        crowd = join(honest(VOTES - 2000, rng), attack, rng)
        honest_board, defended = board(crowd, ~crowd.bad), board(crowd, ~set_aside(crowd, groups(crowd)))
        kept += order_kept(honest_board, defended)
        true_with += order_kept(truth, defended)
        true_without += order_kept(truth, honest_board)
    name = f"10 % random voters: order of entrants ≥ {APART:.0f} Elo apart kept"
    measured = f"{kept / runs:.1%} (true order: {true_with / runs:.1%}, without them {true_without / runs:.1%})"
    return [Gate(name, "≥ 95 % of runs", measured, kept >= 0.95 * runs)]


def order_kept(before: Matrix, after: Matrix) -> bool:
    """Whether all entrants that were well apart stand in the same order."""
    gaps, now = np.subtract.outer(before, before), np.subtract.outer(after, after)
    return bool((now[gaps >= APART] > 0).all())


@dataclass(frozen=True)
class Moves:
    """How far an attack moves its target against the honest votes' board, each (runs,).

    `moved`: undefended; `left`: after the rule; `found`: whether any group finding is mostly the attackers'.
    """

    moved: Matrix
    left: Matrix
    found: Matrix


def moves(attack: Attack, runs: int, seed: int, gate: int, votes: int = VOTES) -> Moves:
    """Play the attack among honest votes, `votes` in all."""
    moved, left, found = np.empty(runs), np.empty(runs), np.empty(runs)
    for run, rng in enumerate(generators(gate, runs, seed)):
        crowd = join(honest(votes - attack.accounts * attack.votes_each, rng), attack, rng)
        fair = board(crowd, ~crowd.bad)[attack.target]
        moved[run] = board(crowd)[attack.target] - fair
        noticed = groups(crowd)
        left[run] = board(crowd, ~set_aside(crowd, noticed))[attack.target] - fair
        found[run] = any(crowd.bad[one.votes].mean() > 0.5 for one in noticed)
    return Moves(moved, left, found)


GATES: tuple[Callable[[int, int], list[Gate]], ...] = (no_attack, shared_feature, half_duty, random_voters)
