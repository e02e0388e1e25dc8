"""What a team and an entrant must say of themselves."""

import re
from dataclasses import dataclass, fields

from contest.rules.issues import Issue
from contest.rules.slugs import SLUG

SHA256 = re.compile(r"[0-9a-f]{64}")
NAME_CHARACTERS = 100
CONTEXT_TOKENS = 16_384
"""What a team gets that tells no length."""
MOST_CONTEXT_TOKENS = 10_000_000
VERSION_CHARACTERS = 60
MASKED_NAMES = 200


@dataclass(frozen=True)
class OrganisationFacts:
    """A company, university or institute."""

    name_ko: str
    name_en: str


@dataclass(frozen=True)
class MaskedNames:
    """Names by how eagerly they are masked: where nobody asked about them, as the answerer's own, as its maker."""

    families: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    makers: tuple[str, ...] = ()


NO_NAMES = MaskedNames()
KINDS = tuple(field.name for field in fields(MaskedNames))


@dataclass(frozen=True)
class TeamFacts:
    """A team: its lead organisation and those that take part with it. `static_emblem`: a path below static/."""

    slug: str
    name_ko: str
    name_en: str
    lead: OrganisationFacts
    participants: tuple[OrganisationFacts, ...] = ()
    description_ko: str = ""
    description_en: str = ""
    static_emblem: str = ""
    names: MaskedNames = NO_NAMES
    """What the team, its organisations and its entrants are called, aliases too: masked in answers."""


@dataclass(frozen=True)
class EntrantFacts:
    """One frozen version that a team fields. `weights_sha256`: 64 hexadecimal digits, or empty where undeclared."""

    slug: str
    team: str
    name_ko: str
    name_en: str
    version: str = ""
    weights_sha256: str = ""
    licence: str = ""
    is_reference: bool = False


@dataclass(frozen=True)
class Replica:
    """Where an entrant is served. `api_key_variable` names an environment variable; empty for none.

    `context_tokens`: how long a conversation it takes, with the answer.
    """

    base_url: str
    served_name: str
    api_key_variable: str = ""
    context_tokens: int = CONTEXT_TOKENS


def issues_with_team(team: TeamFacts) -> list[Issue]:
    """What is wrong with a team's facts."""
    issues = [] if SLUG.fullmatch(team.slug) else [Issue("slug_wrong", {"slug": team.slug})]
    issues += _names(team.name_ko, team.name_en, team.slug)
    issues += _issues_with_mask(team.names)
    for organisation in (team.lead, *team.participants):
        issues += _names(organisation.name_ko, organisation.name_en, organisation.name_ko or organisation.name_en)
    return issues


def _issues_with_mask(names: MaskedNames) -> list[Issue]:
    """A name of one letter, or of signs only, would be found everywhere."""
    everything = (*names.families, *names.products, *names.makers)
    wrong = [name for name in everything if sum(map(str.isalnum, name)) < 2 or len(name) > NAME_CHARACTERS]
    issues = [Issue("mask_name_wrong", {"name": name[:NAME_CHARACTERS], "most": NAME_CHARACTERS}) for name in wrong]
    if len(everything) > MASKED_NAMES:
        issues.append(Issue("mask_names_too_many", {"most": MASKED_NAMES}))
    return issues


def issues_with_entrant_facts(entrant: EntrantFacts) -> list[Issue]:
    """What is wrong with an entrant's facts."""
    issues = [] if SLUG.fullmatch(entrant.slug) else [Issue("slug_wrong", {"slug": entrant.slug})]
    issues += _names(entrant.name_ko, entrant.name_en, entrant.slug)
    if len(entrant.version) > VERSION_CHARACTERS:
        issues.append(Issue("version_too_long", {"most": VERSION_CHARACTERS}))
    if entrant.weights_sha256 and not SHA256.fullmatch(entrant.weights_sha256):
        issues.append(Issue("weights_sha256_wrong"))
    return issues


def issues_with_replicas(replicas: tuple[Replica, ...]) -> list[Issue]:
    """What is wrong with an entrant's replicas beside their addresses, which faces check as they can resolve them."""
    addresses = [replica.base_url for replica in replicas]
    if len(set(addresses)) != len(addresses):
        return [Issue("endpoint_twice")]
    issues = [Issue("served_name_missing", {"url": r.base_url}) for r in replicas if not r.served_name.strip()]
    bounds = {"least": 1, "most": MOST_CONTEXT_TOKENS}
    wrong = [r for r in replicas if not 1 <= r.context_tokens <= MOST_CONTEXT_TOKENS]
    return issues + [Issue("context_tokens_out_of_bounds", {"url": r.base_url, **bounds}) for r in wrong]


def _names(ko: str, en: str, about: str) -> list[Issue]:
    if not ko.strip() or not en.strip():
        return [Issue("name_missing", {"about": about})]
    too_long = max(len(ko), len(en)) > NAME_CHARACTERS
    return [Issue("name_too_long", {"about": about, "most": NAME_CHARACTERS})] if too_long else []
