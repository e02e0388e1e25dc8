"""The parts of the votes that have boards of their own."""

ALL = "all"


def slices_of(*, language: str, topic: str, turns: int, voters: str) -> tuple[str, ...]:
    """Every slice that a vote belongs to, the whole first. `voters`: the group of its voter, `open` for citizens."""
    depth = "1" if turns == 1 else "more"
    facets = {"language": language, "topic": topic, "turns": depth, "voters": voters}
    return (ALL, *(f"{facet}:{value}" for facet, value in facets.items() if value))


def voters_slice(group: str) -> str:
    """The slice of one group of voters."""
    return f"voters:{group}"
