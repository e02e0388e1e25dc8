"""How much of the labelled set is found, by kind, and how many harmless lines are touched."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from arena.rules.privacy import Found
from tests.privacy.labelled import Line

Finder = Callable[[str], tuple[Found, ...]]


@dataclass(frozen=True)
class Measured:
    """Counts. `covered`: lines of a kind whose data is masked to the last digit; `named`: and under the right name."""

    lines: Counter[str]
    covered: Counter[str]
    named: Counter[str]
    missed: list[Line]
    false_alarms: list[Line]

    def recall(self, kind: str) -> float:
        """Share of the kind's lines that are wholly masked."""
        return self.covered[kind] / self.lines[kind]

    def right_names(self, kind: str) -> float:
        """Share of the kind's lines that are masked under the right name."""
        return self.named[kind] / self.lines[kind]

    @property
    def false_alarm_rate(self) -> float:
        """Share of harmless lines in which something is masked."""
        return len(self.false_alarms) / self.lines[""]

    def table(self) -> str:
        """The figures as text."""
        rows = [f"{'kind':<12}{'lines':>6}{'recall':>10}{'right name':>12}"]
        for kind in (kind for kind in self.lines if kind):
            recall, named = self.recall(kind), self.right_names(kind)
            rows.append(f"{kind:<12}{self.lines[kind]:>6}{recall:>10.2%}{named:>12.2%}")
        rows.append(f"{'harmless':<12}{self.lines['']:>6}{self.false_alarm_rate:>10.2%} false alarms")
        return "\n".join(rows)


def measure(lines: Iterable[Line], find: Finder) -> Measured:
    """Run `find` over the lines."""
    measured = Measured(Counter(), Counter(), Counter(), [], [])
    for line in lines:
        found = find(line.text)
        measured.lines[line.kind] += 1
        if not line.kind:
            if found:
                measured.false_alarms.append(line)
            continue
        uncovered = _uncovered(line, found)
        measured.covered[line.kind] += not uncovered
        measured.named[line.kind] += not uncovered and any(find.kind == line.kind for find in found)
        if uncovered:
            measured.missed.append(line)
    return measured


def _uncovered(line: Line, found: tuple[Found, ...]) -> str:
    """The letters and digits of the personal data that no find covers."""
    return "".join(
        line.text[place]
        for place in range(line.start, line.end)
        if line.text[place].isalnum() and not any(find.start <= place < find.end for find in found)
    )
