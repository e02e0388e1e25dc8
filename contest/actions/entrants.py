"""Entrants are enrolled by their teams, described, and pointed at the replicas that serve them."""

from datetime import datetime

from django.db.models import F

from arena.actions.canaries import forget_fingerprint
from arena.actions.pools import EndpointAddress, enrol_entrant, replace_endpoints, set_endpoint_enabled
from arena.models import Entrant
from arena.queries.endpoints import endpoint_records, entrant_of_endpoint
from arena.rules.key_variables import PREFIX, may_be_referenced
from contest.actions.audit import organiser_act
from contest.actions.freezing import lock_unfrozen
from contest.actions.refusals import ActRefused, go_on_unless
from contest.models import Fielding, Team
from contest.queries.teams import entrant_facts
from contest.rules.issues import Issue
from contest.rules.roles import Act, Actor
from contest.rules.stages_terms import plain
from contest.rules.teams import EntrantFacts, Replica, issues_with_entrant_facts, issues_with_replicas


def enrol(actor: Actor, facts: EntrantFacts, replicas: tuple[Replica, ...] = (), *, now: datetime) -> str:
    """Let a team field a new version; returns the engine's ref of it. The slug is its name in commands.

    Refused: `team_unknown`, `entrant_exists`, and what the rules find. The face has checked the addresses.
    """
    with organiser_act(actor, Act.ENROL_ENTRANT, "entrant", facts.slug, now) as record:
        issues = issues_with_entrant_facts(facts) + _issues_with(replicas)
        team = Team.objects.filter(slug=facts.team).first()
        if team is None:
            raise ActRefused([*issues, Issue("team_unknown", {"team": facts.team})])
        if Fielding.objects.filter(slug=facts.slug).exists() or Entrant.objects.filter(name=facts.slug).exists():
            issues.append(Issue("entrant_exists", {"entrant": facts.slug}))
        go_on_unless(issues)
        ref = enrol_entrant(facts.slug, _addresses(replicas), is_reference=facts.is_reference)
        Fielding.objects.create(
            team=team,
            entrant=Entrant.objects.get(ref=ref),
            slug=facts.slug,
            name_ko=facts.name_ko,
            name_en=facts.name_en,
            version=facts.version,
            weights_sha256=facts.weights_sha256,
            licence=facts.licence,
        )
        record.after = plain(facts) | {"endpoints": [plain(replica) for replica in replicas]}
        return ref


def edit_entrant(actor: Actor, facts: EntrantFacts, *, seen: int, now: datetime) -> bool:
    """Replace what is said of an entrant; False when nothing differs.

    Refused while it is frozen: a new version is a new entrant. Its team and whether it competes never change.
    """
    with organiser_act(actor, Act.EDIT_ENTRANT, "entrant", facts.slug, now) as record:
        go_on_unless(issues_with_entrant_facts(facts))
        fielding = lock_unfrozen(facts.slug)
        before = entrant_facts(fielding)
        if (before.team, before.is_reference) != (facts.team, facts.is_reference):
            raise ActRefused([Issue("entrant_is_another", {"entrant": facts.slug})])
        as_seen = Fielding.objects.filter(pk=fielding.pk, revision=seen)
        updated = as_seen.update(
            revision=F("revision") + 1,
            name_ko=facts.name_ko,
            name_en=facts.name_en,
            version=facts.version,
            weights_sha256=facts.weights_sha256,
            licence=facts.licence,
        )
        if updated != 1:
            raise ActRefused([Issue("changed_meanwhile")])
        record.before, record.after = plain(before), plain(facts)
        return before != facts


def change_endpoints(
    actor: Actor, entrant_slug: str, replicas: tuple[Replica, ...], *, seen: int, now: datetime
) -> None:
    """Let these and no other replicas serve an entrant. Refused while it is frozen."""
    with organiser_act(actor, Act.CHANGE_ENDPOINTS, "entrant", entrant_slug, now) as record:
        go_on_unless(_issues_with(replicas))
        fielding = lock_unfrozen(entrant_slug)
        if Fielding.objects.filter(pk=fielding.pk, revision=seen).update(revision=F("revision") + 1) != 1:
            raise ActRefused([Issue("changed_meanwhile")])
        before = [
            plain(Replica(row.base_url, row.served_name, row.api_key_variable, row.context_tokens))
            for row in endpoint_records([fielding.entrant.ref])
        ]
        replace_endpoints(fielding.entrant.ref, _addresses(replicas))
        forget_fingerprint(fielding.entrant.ref)
        record.before = {"endpoints": before}
        record.after = {"endpoints": [plain(replica) for replica in replicas]}


def switch_endpoint(actor: Actor, endpoint_ref: str, enabled: bool, *, now: datetime, reason: str = "") -> None:
    """Ask a replica, or ask it no more, at any time: what serves the entrant stays what was frozen."""
    with organiser_act(actor, Act.SWITCH_ENDPOINT, "endpoint", endpoint_ref, now, reason) as record:
        entrant_ref = entrant_of_endpoint(endpoint_ref)
        if entrant_ref is None:
            raise ActRefused([Issue("endpoint_unknown")])
        before = next(row for row in endpoint_records([entrant_ref]) if row.ref == endpoint_ref)
        set_endpoint_enabled(endpoint_ref, enabled)
        record.before, record.after = {"enabled": before.enabled}, {"enabled": enabled}


def _issues_with(replicas: tuple[Replica, ...]) -> list[Issue]:
    named = [row.api_key_variable for row in replicas if row.api_key_variable]
    wrong = [Issue("key_variable_wrong", {"prefix": PREFIX}) for name in named if not may_be_referenced(name)]
    return issues_with_replicas(replicas) + wrong[:1]


def _addresses(replicas: tuple[Replica, ...]) -> list[EndpointAddress]:
    return [
        EndpointAddress(row.base_url, row.served_name, row.api_key_variable, row.context_tokens) for row in replicas
    ]
