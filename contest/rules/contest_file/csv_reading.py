"""Teams and entrants in CSV: one row for each replica, as a spreadsheet gives them. Stages are written in YAML."""

import csv
import io
from dataclasses import dataclass, field

from contest.rules.contest_file.plan import Fault, FaultyFile, Plan, PlannedEntrant, PlannedTeam
from contest.rules.teams import (
    CONTEXT_TOKENS,
    KINDS,
    EntrantFacts,
    MaskedNames,
    OrganisationFacts,
    Replica,
    TeamFacts,
)

TEAM_COLUMNS = (
    *("team_ko", "team_en", "lead_ko", "lead_en", "participants_ko", "participants_en"),
    *("emblem", "description_ko", "description_en"),
    *(f"masked_{kind}" for kind in KINDS),
)
ENTRANT_COLUMNS = ("entrant_ko", "entrant_en", "version", "weights_sha256", "licence", "reference")
REPLICA_COLUMNS = ("base_url", "served_name", "api_key_variable", "context_tokens")
COLUMNS = ("team", *TEAM_COLUMNS, "entrant", *ENTRANT_COLUMNS, *REPLICA_COLUMNS)
NEEDED = ("team", "team_ko", "team_en", "lead_ko", "lead_en")
FLAGS = {"": False, "no": False, "false": False, "0": False, "yes": True, "true": True, "1": True}


@dataclass
class _Said:
    """What the rows said of one team or entrant so far; later rows may leave out what an earlier one said."""

    line: int
    values: dict[str, str] = field(default_factory=dict)
    entrants: dict[str, "_Said"] = field(default_factory=dict)
    replicas: list[Replica] = field(default_factory=list)


def read_csv(text: str) -> Plan:
    """The plan in a CSV text with a header line. Raises FaultyFile with everything that is wrong."""
    reader = csv.DictReader(io.StringIO(text), strict=True)
    faults: list[Fault] = []
    teams: dict[str, _Said] = {}
    try:
        header = list(reader.fieldnames or [])
        unknown = [name for name in header if name not in COLUMNS]
        faults += [Fault(1, name, f"This column is unknown. Known: {', '.join(COLUMNS)}.") for name in unknown]
        faults += [Fault(1, name, "This column is missing.") for name in NEEDED if name not in header]
        for row in [] if faults else reader:
            _take_row(row, reader.line_num, teams, faults)
    except csv.Error as error:
        faults.append(Fault(reader.reader.line_num, "", f"This is no CSV: {error}."))
    plan = Plan(teams=tuple(_team(slug, said, faults) for slug, said in teams.items()))
    if faults:
        raise FaultyFile(faults)
    return plan


def _take_row(row: dict[str, str], line: int, teams: dict[str, _Said], faults: list[Fault]) -> None:
    values = {name: (value or "").strip() for name, value in row.items() if isinstance(name, str)}
    if len(values) != len(row):
        faults.append(Fault(line, "", "This row has more cells than the header."))
    if not any(values.values()):
        return
    if not values["team"]:
        faults.append(Fault(line, "team", "This cell is empty."))
        return
    team = teams.setdefault(values["team"], _Said(line))
    _agree(team, values, TEAM_COLUMNS, line, faults)
    if not values.get("entrant"):
        return
    entrant = team.entrants.setdefault(values["entrant"], _Said(line))
    _agree(entrant, values, ENTRANT_COLUMNS, line, faults)
    if any(values.get(name) for name in REPLICA_COLUMNS):
        cells = [values.get(name, "") for name in REPLICA_COLUMNS]
        for name, cell in zip(REPLICA_COLUMNS[:2], cells[:2], strict=True):
            if not cell:
                faults.append(Fault(line, name, "This cell is empty."))
        if cells[3] and not (cells[3].isdecimal() and len(cells[3]) < 10):
            faults.append(Fault(line, "context_tokens", f"{cells[3]!r} is not a whole number."))
            cells[3] = ""
        entrant.replicas.append(
            Replica(cells[0].rstrip("/"), cells[1], cells[2], int(cells[3]) if cells[3] else CONTEXT_TOKENS)
        )


def _agree(said: _Said, values: dict[str, str], columns: tuple[str, ...], line: int, faults: list[Fault]) -> None:
    for name in columns:
        value = values.get(name, "")
        if value and said.values.setdefault(name, value) != value:
            faults.append(Fault(line, name, f"An earlier row says {said.values[name]!r} here."))


def _team(slug: str, said: _Said, faults: list[Fault]) -> PlannedTeam:
    value = said.values.get
    for name in NEEDED[1:]:
        if not value(name):
            faults.append(Fault(said.line, name, f"No row of {slug} says this."))
    korean, english = (_list(value(f"participants_{language}", "")) for language in ("ko", "en"))
    if len(korean) != len(english):
        faults.append(Fault(said.line, "participants_en", "Name as many as in participants_ko, in the same order."))
    facts = TeamFacts(
        slug=slug,
        name_ko=value("team_ko", ""),
        name_en=value("team_en", ""),
        lead=OrganisationFacts(value("lead_ko", ""), value("lead_en", "")),
        participants=tuple(OrganisationFacts(ko, en) for ko, en in zip(korean, english, strict=False)),
        description_ko=value("description_ko", ""),
        description_en=value("description_en", ""),
        names=MaskedNames(*(tuple(_list(value(f"masked_{kind}", ""))) for kind in KINDS)),
    )
    entrants = tuple(_entrant(slug, name, entrant, faults) for name, entrant in said.entrants.items())
    return PlannedTeam(said.line, facts, value("emblem", ""), entrants)


def _entrant(team: str, slug: str, said: _Said, faults: list[Fault]) -> PlannedEntrant:
    value = said.values.get
    for name in ("entrant_ko", "entrant_en"):
        if not value(name):
            faults.append(Fault(said.line, name, f"No row of {slug} says this."))
    reference = value("reference", "").lower()
    if reference not in FLAGS:
        faults.append(Fault(said.line, "reference", f"{reference!r} is neither yes nor no."))
    facts = EntrantFacts(
        slug=slug,
        team=team,
        name_ko=value("entrant_ko", ""),
        name_en=value("entrant_en", ""),
        version=value("version", ""),
        weights_sha256=value("weights_sha256", ""),
        licence=value("licence", ""),
        is_reference=FLAGS.get(reference, False),
    )
    return PlannedEntrant(said.line, facts, tuple(said.replicas))


def _list(cell: str) -> list[str]:
    return [name.strip() for name in cell.split(";") if name.strip()]
