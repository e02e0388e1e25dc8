"""What organisers type and press, as forms send it."""

from typing import Any

from django.test import Client

from contest.console.stage_forms import initial_gates, initial_terms, initial_topics
from contest.rules.stages_terms import StageTerms
from tests.contest.cast import TERMS, revision


def rows(prefix: str, values: list[dict[str, str]]) -> dict[str, str]:
    """A list's rows as a browser sends them."""
    sent = {f"{prefix}-TOTAL_FORMS": str(len(values)), f"{prefix}-INITIAL_FORMS": "0"}
    return sent | {f"{prefix}-{i}-{name}": value for i, row in enumerate(values) for name, value in row.items()}


def sheet(terms: StageTerms = TERMS, **typed: str) -> dict[str, str]:
    """A stage's form, filled in."""
    values = initial_terms(terms) | {"opens_at": "2027-05-01T09:00", "closes_at": "2027-05-15T09:00"}
    sent = {name: str(value) for name, value in values.items() if value is not None and value is not False}
    topics, gates = rows("topics", initial_topics(terms)), rows("gates", initial_gates(terms))
    return sent | topics | gates | typed


def do(browser: Client, act: str, slug: str = "one", *, seen: int | None = None, **typed: str) -> Any:
    """Press the button of an act's page; `seen` is what the page had shown."""
    shown = revision(slug) if seen is None else seen
    return browser.post(f"/console/stages/{slug}/acts/{act}/", {"seen": str(shown), **typed})


def codes(page: Any) -> set[str]:
    """The reasons that a page tells."""
    return {line.code for line in page.context["issues"]}
