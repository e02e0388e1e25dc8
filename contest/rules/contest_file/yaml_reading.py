"""A contest in YAML; docs/contest-file.md describes every field."""

import yaml

from contest.rules.contest_file.fields import Fields
from contest.rules.contest_file.plan import Fault, FaultyFile, Plan, PlannedEntrant, PlannedStage, PlannedTeam
from contest.rules.stages_terms import Gate, Prompt, Release, StageTerms, Topic, Voters
from contest.rules.teams import (
    CONTEXT_TOKENS,
    KINDS,
    EntrantFacts,
    MaskedNames,
    OrganisationFacts,
    Replica,
    TeamFacts,
)

FORMAT = 1


def read_yaml(text: str) -> Plan:
    """The plan in a YAML text. Raises FaultyFile with everything that is wrong."""
    faults: list[Fault] = []
    fields = Fields(_compose(text), "", faults)
    if fields.whole("format", 0) != FORMAT:
        fields.fault("format", f"Write `format: {FORMAT}`: it says by which description this file was written.")
    plan = Plan(
        teams=tuple(_team(team) for team in fields.parts("teams")),
        stages=tuple(_stage(stage) for stage in fields.parts("stages")),
    )
    fields.end()
    if faults:
        raise FaultyFile(faults)
    return plan


def _compose(text: str) -> yaml.nodes.Node:
    try:
        for token in yaml.scan(text):
            if isinstance(token, yaml.tokens.AliasToken):
                # An alias can stand for a thousand others; nothing in a contest needs one.
                line = token.start_mark.line + 1
                raise FaultyFile([Fault(line, "", "Aliases (*name) are not read here: write the value again.")])
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise FaultyFile([Fault(mark.line + 1 if mark else 1, "", f"This is no YAML: {error.problem}.")]) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise FaultyFile([Fault(1, "", f"This is no YAML: {type(error).__name__}.")]) from None
    if node is None:
        raise FaultyFile([Fault(1, "", "The file is empty.")])
    return node


def _ko_and_en(fields: Fields, *, needed: bool = True) -> tuple[str, str]:
    default = None if needed else ""
    both = fields.text("ko", default), fields.text("en", default)
    fields.end()
    return both


def _team(fields: Fields) -> PlannedTeam:
    slug = fields.text("slug", None)
    name_ko, name_en = _ko_and_en(fields.part("name"))
    description_ko, description_en = _ko_and_en(fields.part("description"), needed=False)
    facts = TeamFacts(
        slug=slug,
        name_ko=name_ko,
        name_en=name_en,
        lead=OrganisationFacts(*_ko_and_en(fields.part("lead"))),
        participants=tuple(OrganisationFacts(*_ko_and_en(part)) for part in fields.parts("participants")),
        description_ko=description_ko,
        description_en=description_en,
        static_emblem=fields.text("static_emblem"),
        names=_masked_names(fields.part("masked")),
    )
    planned = PlannedTeam(
        line=fields.line,
        facts=facts,
        emblem=fields.text("emblem"),
        entrants=tuple(_entrant(entrant, slug) for entrant in fields.parts("entrants")),
    )
    fields.end()
    return planned


def _masked_names(fields: Fields) -> MaskedNames:
    names = MaskedNames(*(tuple(fields.words(kind)) for kind in KINDS))
    fields.end()
    return names


def _entrant(fields: Fields, team: str) -> PlannedEntrant:
    name_ko, name_en = _ko_and_en(fields.part("name"))
    facts = EntrantFacts(
        slug=fields.text("slug", None),
        team=team,
        name_ko=name_ko,
        name_en=name_en,
        version=fields.text("version"),
        weights_sha256=fields.text("weights_sha256"),
        licence=fields.text("licence"),
        is_reference=fields.flag("reference"),
    )
    planned = PlannedEntrant(fields.line, facts, tuple(_replica(part) for part in fields.parts("endpoints")))
    fields.end()
    return planned


def _replica(fields: Fields) -> Replica:
    replica = Replica(
        fields.text("base_url", None).rstrip("/"),
        fields.text("served_name", None),
        fields.text("api_key_variable"),
        fields.whole("context_tokens", CONTEXT_TOKENS),
    )
    fields.end()
    return replica


def _stage(fields: Fields) -> PlannedStage:
    planned = PlannedStage(
        line=fields.line,
        slug=fields.text("slug", None),
        terms=_terms(fields),
        is_rehearsal=fields.flag("rehearsal"),
        entrants=tuple(fields.words("entrants")),
    )
    fields.end()
    return planned


def _terms(fields: Fields) -> StageTerms:
    name_ko, name_en = _ko_and_en(fields.part("name"))
    rules_ko, rules_en = _ko_and_en(fields.part("rules"))
    sampling = fields.part("sampling")
    terms = StageTerms(
        name_ko=name_ko,
        name_en=name_en,
        opens_at=fields.instant("opens_at"),
        closes_at=fields.instant("closes_at"),
        rules_ko=rules_ko,
        rules_en=rules_en,
        voters=fields.word("voters", Voters, Voters.EVERYONE),
        votes_per_day=fields.whole_or_none("votes_per_day", StageTerms.votes_per_day),
        votes_per_stage=fields.whole_or_none("votes_per_stage", StageTerms.votes_per_stage),
        least_seconds=fields.whole("least_seconds", StageTerms.least_seconds),
        probes_count=fields.flag("probes_count"),
        max_turns=fields.whole("max_turns", StageTerms.max_turns),
        min_votes=fields.whole("min_votes", StageTerms.min_votes),
        release=fields.word("release", Release, Release.AT_ONCE),
        system_prompt=sampling.text("system_prompt"),
        temperature=sampling.number("temperature", StageTerms.temperature),
        top_p=sampling.number("top_p", StageTerms.top_p),
        max_tokens=sampling.whole("max_tokens", StageTerms.max_tokens),
        texts_kept_days=fields.whole("texts_kept_days", StageTerms.texts_kept_days),
        topics=tuple(_topic(topic) for topic in fields.parts("topics")),
        weights=_weights(fields.part("weights")),
        gates=tuple(_gate(gate) for gate in fields.parts("gates")),
    )
    sampling.end()
    return terms


def _topic(fields: Fields) -> Topic:
    name_ko, name_en = _ko_and_en(fields.part("name"))
    prompts = tuple(Prompt(*_ko_and_en(part)) for part in fields.parts("prompts"))
    topic = Topic(fields.text("slug", None), name_ko, name_en, prompts)
    fields.end()
    return topic


def _gate(fields: Fields) -> Gate:
    name_ko, name_en = _ko_and_en(fields.part("name"))
    gate = Gate(fields.text("slug", None), name_ko, name_en)
    fields.end()
    return gate


def _weights(fields: Fields) -> dict[str, int]:
    return {name: fields.whole(name, 0) for name in fields.names()}
