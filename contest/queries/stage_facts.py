"""What of a stage and its entrants the rules decide on, read from the rows."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from arena.actions.prompts import PROMPT_MAX_CHARACTERS
from arena.queries.endpoint_checks import newest_verdicts
from arena.queries.endpoints import EndpointRecord, endpoint_records
from arena.rules.blindness.identities import Identities
from contest.models import Fielding, Stage
from contest.queries.endpoint_keys import is_missing
from contest.rules.stages import StageState
from contest.rules.stages_endpoints import ReplicaFacts, Verdict
from contest.rules.stages_running import EntryFacts, StageFacts
from contest.rules.stages_terms import Release, StageTerms, Voters, gates_of, holds, terms_as_json, topics_of

TERM_NAMES = tuple(field.name for field in fields(StageTerms))


def terms_of(stage: Stage) -> StageTerms:
    """The terms in a stage's row."""
    values: dict[str, Any] = {name: getattr(stage, name) for name in TERM_NAMES}
    values |= {"voters": Voters(stage.voters), "release": Release(stage.release)}
    values |= {"topics": topics_of(stage.topics), "gates": gates_of(stage.gates)}
    return StageTerms(**values)


def facts_of(stage: Stage) -> StageFacts:
    """What the gates need to know of a stage."""
    return StageFacts(
        state=StageState(stage.state),
        opens_at=stage.opens_at,
        closes_at=stage.closes_at,
        is_rehearsal=stage.kind == Stage.Kind.REHEARSAL,
        # No tokenizer that is made for Korean needs more than a token for a character.
        least_context=PROMPT_MAX_CHARACTERS + stage.max_tokens,
        terms_hold=_terms_hold(stage),
    )


def _terms_hold(stage: Stage) -> bool:
    return stage.terms is not None and holds(stage.terms, terms_as_json(terms_of(stage)), stage.terms_sha256)


def entry_facts(fieldings: Iterable[Fielding], stage: Stage) -> list[EntryFacts]:
    """What the stage's gates need to know of entrants, in the given order."""
    rows = list(fieldings)
    replicas = _replicas([row.entrant.ref for row in rows])
    refs = [replica.ref for found in replicas.values() for replica in found]
    verdicts = newest_verdicts(refs, stage.published_at) if stage.published_at else {}
    return [_entry_facts(row, replicas.get(row.entrant.ref, []), verdicts) for row in rows]


def _entry_facts(row: Fielding, replicas: list[EndpointRecord], verdicts: Mapping[str, bool]) -> EntryFacts:
    enabled = [replica for replica in replicas if replica.enabled]
    return EntryFacts(
        entrant=row.slug,
        team=row.team.slug,
        is_reference=row.entrant.is_reference,
        has_version=bool(row.version),
        replicas=tuple(_replica_facts(replica, verdicts.get(replica.ref)) for replica in enabled),
        ill=not any(replica.is_up for replica in enabled),
        unmasked=_unmasked(row),
    )


def _replica_facts(replica: EndpointRecord, passed: bool | None) -> ReplicaFacts:
    tested = {None: Verdict.NEVER, False: Verdict.FAILED, True: Verdict.PASSED}[passed]
    missing = is_missing(replica.api_key_variable)
    return ReplicaFacts(
        replica.base_url, tested, replica.context_tokens, missing_key=replica.api_key_variable if missing else ""
    )


def present_in(stage: Stage) -> list[Fielding]:
    """The entrants in a stage that have not withdrawn, in the order of their entry."""
    entries = stage.entries.filter(withdrawn_at=None).select_related("fielding__team", "fielding__entrant")
    entries = entries.prefetch_related("fielding__team__organisations")
    return [entry.fielding for entry in entries.order_by("entered_at", "pk")]


def frozen_facts(stage: Stage, fielding: Fielding) -> dict[str, Any]:
    """What freezing an entrant holds still. A rehearsal's addresses move with every start, so they are left out."""
    replicas = endpoint_records([fielding.entrant.ref]) if stage.kind != Stage.Kind.REHEARSAL else []
    return {
        "entrant": fielding.slug,
        "team": fielding.team.slug,
        "name_ko": fielding.name_ko,
        "name_en": fielding.name_en,
        "version": fielding.version,
        "weights_sha256": fielding.weights_sha256,
        "is_reference": fielding.entrant.is_reference,
        "endpoints": sorted([row.base_url, row.served_name, row.api_key_variable] for row in replicas),
        "contexts": sorted([row.base_url, row.context_tokens] for row in replicas),
        "sampling": {
            "system_prompt": stage.system_prompt,
            "temperature": float(stage.temperature),
            "top_p": float(stage.top_p),
            "max_tokens": stage.max_tokens,
            "max_turns": stage.max_turns,
        },
    }


def _unmasked(fielding: Fielding) -> tuple[str, ...]:
    team = fielding.team
    # Asked one after the other: together they would be compiled anew for each team, for a good part of a second.
    known = (Identities.builtin(), Identities.read(team.names))
    lead = next((row for row in team.organisations.all() if row.is_lead), None)
    names = [team.name_ko, team.name_en, *((lead.name_ko, lead.name_en) if lead else ())]
    # Dropping doubles keeps the order: a team and its lead organisation often have one name.
    names += [fielding.name_ko, fielding.name_en]
    return tuple(dict.fromkeys(name for name in names if not any(some.know(name) for some in known)))


def _replicas(entrant_refs: list[str]) -> dict[str, list[EndpointRecord]]:
    found: dict[str, list[EndpointRecord]] = {}
    for row in endpoint_records(entrant_refs):
        found.setdefault(row.entrant_ref, []).append(row)
    return found
