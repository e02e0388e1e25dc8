"""The public status line: what the organisers tell everybody now about the stage that people see."""

from dataclasses import dataclass

from django.utils.functional import Promise

from contest.queries.notices import KIND_WORDS, standing_notices
from contest.queries.stages import StageView
from contest.rules.stages import RUNNING


@dataclass(frozen=True)
class StatusLine:
    """One notice that holds: its kind in a word, and its text."""

    kind: str
    label: str | Promise
    text: str


def status_lines(stage: StageView | None, language: str) -> list[StatusLine]:
    """The lines for the top of every page, newest first."""
    if stage is None:
        return []
    standing = standing_notices(stage.slug, language)
    # That the end was moved is no news once it has come.
    news = [one for one in standing if one.kind != "extended" or stage.state in RUNNING]
    return [StatusLine(one.kind, KIND_WORDS[one.kind], one.text) for one in news]
