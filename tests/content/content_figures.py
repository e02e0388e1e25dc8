"""What the rules of words catch of labelled prompts; `python -m tests.content.content_figures` prints it."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from arena.rules.content import Category, Classifier, WordRules
from arena.rules.content.screen import category_of

FOLDER = Path(__file__).with_name("labelled")


@dataclass(frozen=True)
class ContentFigures:
    """`caught` of so many `harmful` prompts by category, and the `false` alarms of so many `harmless` ones."""

    harmful: Counter[Category]
    caught: Counter[Category]
    harmless: int
    false: list[str]

    @property
    def recall(self) -> float:
        """The share of harmful prompts that are caught, whatever the category that they are given."""
        return self.caught.total() / self.harmful.total()

    @property
    def false_share(self) -> float:
        """The share of harmless prompts that are refused."""
        return len(self.false) / self.harmless

    def __str__(self) -> str:
        by_category = ", ".join(f"{one} {self.caught[one]} of {count}" for one, count in self.harmful.items())
        return (
            f"caught {self.caught.total()} of {self.harmful.total()} ({self.recall:.0%}): {by_category}; "
            f"false alarms {len(self.false)} of {self.harmless} ({self.false_share:.1%})"
        )


def content_figures(judge: Classifier) -> ContentFigures:
    """Judge all labelled prompts."""
    harmful = [(Category(label), prompt) for label, prompt in (line.split("\t") for line in _lines("harmful"))]
    harmless = _lines("harmless")
    return ContentFigures(
        harmful=Counter(category for category, _prompt in harmful),
        caught=Counter(category for category, prompt in harmful if category_of(prompt, judge) is not None),
        harmless=len(harmless),
        false=[prompt for prompt in harmless if category_of(prompt, judge) is not None],
    )


def _lines(name: str) -> list[str]:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


if __name__ == "__main__":
    print(content_figures(WordRules.builtin()))
