"""A stage is drafted, edited, published, and taken back before its opening."""

from datetime import datetime
from typing import Any

from arena.actions.pools import create_pool
from arena.models import Pool
from contest.actions.audit import organiser_act
from contest.actions.refusals import ActRefused, go_on_unless
from contest.actions.stage_moves import change_stage, move_stage, take_stage
from contest.models import Stage
from contest.queries.stage_facts import terms_of
from contest.queries.stage_gates import publishing_issues_of
from contest.rules.issues import Issue
from contest.rules.roles import Act, Actor
from contest.rules.slugs import SLUG
from contest.rules.stages import StageMove, StageState
from contest.rules.stages_publishing import issues_before_retracting
from contest.rules.stages_terms import StageTerms, rules_digest, terms_as_json, terms_digest


def create_stage(actor: Actor, slug: str, terms: StageTerms, *, now: datetime, is_rehearsal: bool = False) -> None:
    """Draft a stage with an empty, closed pool. Refused: `slug_wrong`, `stage_exists`, `window_reversed`."""
    with organiser_act(actor, Act.CREATE_STAGE, "stage", slug, now) as record:
        if not SLUG.fullmatch(slug):
            raise ActRefused([Issue("slug_wrong", {"slug": slug})])
        if Stage.objects.filter(slug=slug).exists():
            raise ActRefused([Issue("stage_exists", {"stage": slug})])
        _need_a_window(terms)
        kind = Stage.Kind.REHEARSAL if is_rehearsal else Stage.Kind.CONTEST
        pool_ref = create_pool(system_prompt=terms.system_prompt, min_votes=terms.min_votes)
        Stage.objects.create(slug=slug, kind=kind, pool=Pool.objects.get(ref=pool_ref), **columns(terms))
        record.after = terms_as_json(terms)


def edit_stage(actor: Actor, slug: str, terms: StageTerms, *, seen: int, now: datetime) -> bool:
    """Replace a draft's terms; False when nothing differs. Refused beyond draft: what is published is settled."""
    with organiser_act(actor, Act.EDIT_STAGE, "stage", slug, now) as record:
        stage = take_stage(slug, seen)
        if stage.state != StageState.DRAFT:
            raise ActRefused([Issue("stage_is_not_draft", {"state": stage.state})])
        _need_a_window(terms)
        before, after = terms_as_json(terms_of(stage)), terms_as_json(terms)
        changed = sorted(name for name in after if before[name] != after[name])
        change_stage(stage, **columns(terms))
        record.before = {name: before[name] for name in changed}
        record.after = {name: after[name] for name in changed}
        return bool(changed)


def publish_stage(actor: Actor, slug: str, *, seen: int, now: datetime) -> list[str]:
    """Freeze the terms and show them to the public; returns the codes of the warnings that stood beside it."""
    with organiser_act(actor, Act.PUBLISH_STAGE, "stage", slug, now) as record:
        stage = take_stage(slug, seen)
        warned = go_on_unless(publishing_issues_of(stage, now))
        terms = terms_of(stage)
        frozen = {
            "terms": terms_as_json(terms),
            "terms_sha256": terms_digest(terms),
            "rules_sha256": rules_digest(terms.rules_ko, terms.rules_en),
        }
        move_stage(stage, StageMove.PUBLISH, published_at=now, **frozen)
        record.before = {"state": stage.state}
        record.after = {"state": StageState.PUBLISHED, "warnings": warned} | frozen
        return warned


def retract_stage(actor: Actor, slug: str, *, seen: int, now: datetime, reason: str) -> None:
    """Take a publication back before the opening, so that the terms can be mended and published anew."""
    with organiser_act(actor, Act.RETRACT_STAGE, "stage", slug, now, reason) as record:
        stage = take_stage(slug, seen)
        go_on_unless(issues_before_retracting(StageState(stage.state), reason))
        move_stage(stage, StageMove.RETRACT, published_at=None, terms=None, terms_sha256="", rules_sha256="")
        record.before = {
            "state": stage.state,
            "terms_sha256": stage.terms_sha256,
            "published_at": stage.published_at and stage.published_at.isoformat(),
        }
        record.after = {"state": StageState.DRAFT}


def columns(terms: StageTerms) -> dict[str, Any]:
    """The terms as the values of a stage's columns."""
    return terms_as_json(terms) | {"opens_at": terms.opens_at, "closes_at": terms.closes_at}


def _need_a_window(terms: StageTerms) -> None:
    # The other faults may wait until the publication; a reversed window has no place in the table.
    if terms.opens_at >= terms.closes_at:
        raise ActRefused([Issue("window_reversed")])
