"""A crowd of rehearsal citizens: so many battles by so many voters, a few at a time."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from contest.rehearsal.citizen import Played, RehearsalCitizen, Witness, browser_session
from contest.rehearsal.judge import judge

FOLLOW_UP_SHARE = 0.2


@dataclass
class Tale:
    """What the crowd did."""

    played: list[Played] = field(default_factory=list)

    @property
    def states(self) -> Counter[str]:
        """How the battles ended."""
        return Counter(battle.state for battle in self.played)

    @property
    def refusals(self) -> Counter[str]:
        """Why battles were refused."""
        return Counter(battle.refusal for battle in self.played if battle.refusal)

    @property
    def wins(self) -> Counter[str]:
        """Votes won by each revealed entrant's English name; a tie is half a win for both."""
        wins: Counter[str] = Counter()
        for battle, a, b in self._revealed():
            share = {"a_better": (2, 0), "b_better": (0, 2)}.get(battle.outcome, (1, 1))
            wins[a] += share[0]
            wins[b] += share[1]
        return wins

    @property
    def meetings(self) -> Counter[str]:
        """How many votes each revealed entrant was in, by its English name."""
        return Counter(name for _, *names in self._revealed() for name in names)

    def _revealed(self) -> Iterator[tuple[Played, str, str]]:
        for battle in self.played:
            if battle.state == "voted":
                a, b = (str(battle.reveal[side]["entrant"]["en"]) for side in ("a", "b"))
                yield battle, a, b


async def play_crowd(
    base_urls: Sequence[str],
    *,
    battles: int,
    voters: int,
    seed: int,
    concurrency: int,
    prompts: list[str],
    follow_ups: list[str],
    progress: Callable[[Played], None],
    witness: Witness = lambda _seen: None,
) -> Tale:
    """Play `battles` battles; the same seed asks and judges the same."""
    rng = random.Random(seed)  # noqa: S311  a seeded rehearsal, not a secret
    tale = Tale()
    turn = asyncio.Semaphore(concurrency)

    async def one_voter(number: int, share: int) -> None:
        own = random.Random(f"{seed}:{number}")  # noqa: S311
        async with browser_session() as session:
            citizen = RehearsalCitizen(session, base_urls, own, witness)
            for position in range(share):
                async with turn:
                    if position == 0:
                        await citizen.arrive()
                    asked = [own.choice(prompts)]
                    if own.random() < FOLLOW_UP_SHARE:
                        asked.append(own.choice(follow_ups))
                    played = await citizen.play(asked, judge)
                tale.played.append(played)
                progress(played)

    shares = Counter(rng.randrange(voters) for _ in range(battles))
    async with asyncio.TaskGroup() as group:
        for number, share in shares.items():
            group.create_task(one_voter(number, share))
    return tale
