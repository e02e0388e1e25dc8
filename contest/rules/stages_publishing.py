"""May a stage be published? Everything that its terms lack, in one go."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from contest.rules.issues import Issue
from contest.rules.slugs import SLUG
from contest.rules.stages import StageMove, StageState, allows
from contest.rules.stages_terms import Evaluation, Gate, StageTerms, Topic

# The programme publishes detailed rules one month before a stage evaluation.
NOTICE = timedelta(days=30)
MOST_TURNS = 20
MOST_TOKENS = 32_768
HUNDRED = 100


def issues_with_terms(terms: StageTerms) -> list[Issue]:
    """What is wrong with the terms whenever they are published."""
    issues = list(_window(terms))
    issues += [
        Issue(f"{name}_missing") for name in ("name_ko", "name_en", "rules_ko", "rules_en") if _empty(terms, name)
    ]
    issues += _bounds(terms)
    issues += _weights(terms)
    issues += _slugs(terms.topics, "topic")
    issues += [Issue("topic_without_prompts", {"slug": topic.slug}) for topic in terms.topics if not _asks(topic)]
    issues += _slugs(terms.gates, "gate")
    return issues


def issues_before_publishing(state: StageState, terms: StageTerms, *, is_rehearsal: bool, now: datetime) -> list[Issue]:
    """Reasons against publishing these terms now. A notice of less than a month is a warning."""
    if not allows(state, StageMove.PUBLISH):
        return [Issue("stage_is_not_draft", {"state": state})]
    issues = issues_with_terms(terms)
    if is_rehearsal:
        return issues
    if terms.opens_at <= now:
        issues.append(Issue("opening_is_past"))
    elif terms.opens_at - now < NOTICE:
        days = (terms.opens_at - now).days
        issues.append(Issue("notice_is_short", {"days": days, "wanted": NOTICE.days}, is_warning=True))
    return issues


def issues_before_retracting(state: StageState, reason: str) -> list[Issue]:
    """Reasons against taking a publication back."""
    if not allows(state, StageMove.RETRACT):
        return [Issue("stage_is_not_published", {"state": state})]
    return [] if reason.strip() else [Issue("reason_missing")]


def _empty(terms: StageTerms, name: str) -> bool:
    return not getattr(terms, name).strip()


def _window(terms: StageTerms) -> Iterator[Issue]:
    if terms.opens_at >= terms.closes_at:
        yield Issue("window_reversed")


def _bounds(terms: StageTerms) -> Iterator[Issue]:
    bounds: tuple[tuple[str, float, float, float], ...] = (
        ("max_turns", terms.max_turns, 1, MOST_TURNS),
        ("min_votes", terms.min_votes, 1, 1_000_000),
        ("max_tokens", terms.max_tokens, 1, MOST_TOKENS),
        ("least_seconds", terms.least_seconds, 0, 600),
        ("texts_kept_days", terms.texts_kept_days, 1, 3650),
        ("temperature", terms.temperature, 0, 2),
        ("top_p", terms.top_p, 0.01, 1),
    )
    for name, value, least, most in bounds:
        if not least <= value <= most:
            yield Issue(f"{name}_out_of_bounds", {"least": f"{least:g}", "most": f"{most:g}"})
    day, stage = terms.votes_per_day, terms.votes_per_stage
    if (day is not None and day < 1) or (stage is not None and stage < 1):
        yield Issue("cap_below_one")
    elif day is not None and stage is not None and day > stage:
        yield Issue("day_cap_above_stage_cap")


def _weights(terms: StageTerms) -> Iterator[Issue]:
    known = set(Evaluation)
    for name, points in terms.weights.items():
        if name not in known:
            yield Issue("weight_unknown", {"name": name})
        elif points < 0:
            yield Issue("weight_below_zero", {"name": name})
    total = sum(terms.weights.values())
    if terms.weights and total != HUNDRED:
        yield Issue("weights_are_not_hundred", {"total": total})


def _slugs(things: Iterable[Topic | Gate], kind: str) -> Iterator[Issue]:
    seen: set[str] = set()
    for thing in things:
        if not SLUG.fullmatch(thing.slug) or thing.slug in seen:
            yield Issue(f"{kind}_slug_wrong", {"slug": thing.slug})
        seen.add(thing.slug)
        if not thing.name_ko.strip() or not thing.name_en.strip():
            yield Issue(f"{kind}_name_missing", {"slug": thing.slug})


def _asks(topic: Topic) -> bool:
    return bool(topic.prompts) and all(prompt.ko.strip() and prompt.en.strip() for prompt in topic.prompts)
