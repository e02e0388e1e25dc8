"""Every attacker at several degrees of knowledge: what it moves, and what is left of that."""

from collections.abc import Iterator

import numpy as np

from benchmarks.attacks.attackers import Attack, Style
from benchmarks.attacks.gates import moves

KNOWS = (1.0, 0.5, 0.2)
FIRST_STREAM = 100


def attacks() -> list[tuple[str, int, Attack]]:
    """What is played: a description, how many votes there are in all, and the attack."""
    played = [
        (f"50 × 20 in 20,000, {style}", 20_000, Attack(style, 50, 20, knows=knows, shared=shared))
        for style in Style
        for knows in (KNOWS if style is not Style.APATHETIC else (0.0,))
        for shared in (True, False)
    ]
    played += [
        ("1,000 × 10 in 50,000, naive", 50_000, Attack(Style.NAIVE, 1000, 10, knows=knows, shared=shared))
        for knows in (1.0, 0.2)
        for shared in (True, False)
    ]
    return played


def rows(runs: int, seed: int) -> Iterator[str]:
    """The table, line by line."""
    yield f"{'attack':36}| {'knows':>5} | {'one network':11} | {'undefended':>10} | {'after the rule':>14} | found"
    for stream, (name, votes, attack) in enumerate(attacks(), FIRST_STREAM):
        played = moves(attack, runs, seed, stream, votes)
        yield (
            f"{name:36}| {attack.knows:5.1f} | {'yes' if attack.shared else 'no':11} | "
            f"{np.mean(played.moved):+10.1f} | {np.mean(played.left):+14.1f} | {np.mean(played.found):.0%}"
        )
