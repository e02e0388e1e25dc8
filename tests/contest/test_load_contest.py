"""A contest is set up from a file: all or nothing, once, and with the line of every fault."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from arena.actions.pools import EndpointAddress
from contest.actions.rehearsal import seed_rehearsal
from contest.actions.stages import publish_stage
from contest.actions.stages_running import close_stage, open_stage
from contest.models import AuditEntry, Emblem, Entry, Fielding, Organisation, Stage, Team
from contest.queries.stage_gates import opening_issues
from contest.queries.stage_records import stage_record
from contest.queries.stages import current_stage, teams_of
from contest.queries.teams import entrant_record, team_record
from contest.rules.stages_terms import Release, Voters
from tests.contest.cast import pass_test, revision, sora

pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
SMALL = """\
format: 1
teams:
  - slug: pine
    name: {ko: 소나무, en: Pine}
    lead: {ko: 소나무 연구원, en: Pine Research}
    entrants:
      - slug: pine-1
        name: {ko: 소나무 하나, en: Pine One}
        version: 1.0
        endpoints:
          - {base_url: "http://127.0.0.1:9", served_name: m-1}
"""
HEADER = "team,team_ko,team_en,lead_ko,lead_en"
NOTICED = datetime(2027, 1, 1, tzinfo=UTC)
OPENS = datetime(2027, 3, 2, tzinfo=UTC)


def load(file: Path, *options: str) -> list[str]:
    """What the command says, line by line."""
    out = io.StringIO()
    call_command("load_contest", str(file), *options, stdout=out)
    return out.getvalue().splitlines()


def refused(file: Path) -> list[str]:
    """The faults that the command tells, without the file's name."""
    with pytest.raises(CommandError) as error:
        load(file)
    return [line.removeprefix(f"{file}: ") for line in str(error.value).splitlines()]


def all_tested() -> None:
    """Let every replica have passed its test since the example's terms were published."""
    for fielding in Fielding.objects.select_related("entrant"):
        pass_test(fielding.entrant.ref, NOTICED)


def written(folder: Path, text: str, name: str = "contest.yaml") -> Path:
    file = folder / name
    file.write_text(text)
    return file


def test_the_example_makes_the_five_teams_and_a_stage_with_all_of_them() -> None:
    said = load(EXAMPLES / "contest.yaml")
    assert said == [
        f"created   {kind} {slug}"
        for team, entrant in (
            ("lg-ai-research", "k-exaone"),
            ("naver-cloud", "hyperclova-x"),
            ("nc-ai", "vaetki"),
            ("sk-telecom", "ax-k1"),
            ("upstage", "solar-open"),
        )
        for kind, slug in (("team", team), ("entrant", entrant))
    ] + ["created   stage stage-1"]
    assert (Team.objects.count(), Organisation.objects.count(), Entry.objects.count()) == (5, 5 + 48, 5)


def test_the_example_can_be_published_and_opened() -> None:
    load(EXAMPLES / "contest.yaml")
    assert publish_stage(sora(), "stage-1", seen=revision("stage-1"), now=NOTICED) == []
    all_tested()
    open_stage(sora(), "stage-1", seen=revision("stage-1"), now=OPENS)
    found = stage_record("stage-1")
    assert found is not None
    assert (found.state, found.terms.release, found.terms.voters) == ("open", Release.DAILY, Voters.EVERYONE)
    assert found.terms.weights == {"citizen": 25, "expert": 35, "benchmark": 40}


def test_the_second_time_nothing_changes_and_nothing_is_logged() -> None:
    load(EXAMPLES / "contest.yaml")
    entries = AuditEntry.objects.count()
    assert {line.split()[0] for line in load(EXAMPLES / "contest.yaml")} == {"unchanged"}
    assert AuditEntry.objects.count() == entries


def test_a_stage_that_runs_is_no_difference_to_its_file() -> None:
    load(EXAMPLES / "contest.yaml")
    publish_stage(sora(), "stage-1", seen=revision("stage-1"), now=NOTICED)
    all_tested()
    open_stage(sora(), "stage-1", seen=revision("stage-1"), now=OPENS)
    assert {line.split()[0] for line in load(EXAMPLES / "contest.yaml")} == {"unchanged"}


def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    said = load(EXAMPLES / "contest.yaml", "--dry-run")
    assert said[-1] == "Nothing was written: this was a dry run."
    assert said[:-1] == load(EXAMPLES / "contest.yaml")


def test_a_dry_run_leaves_no_row() -> None:
    load(EXAMPLES / "contest.yaml", "--dry-run")
    assert not Team.objects.exists()
    assert not Stage.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_spreadsheet_makes_teams_with_several_replicas() -> None:
    load(EXAMPLES / "teams.csv")
    team, entrant = team_record("sk-telecom"), entrant_record("ax-k1")
    assert team is not None
    assert entrant is not None
    assert [row.name_en for row in team.facts.participants] == ["Krafton", "42dot"]
    assert [row.api_key_variable for row in entrant.endpoints] == ["", "ENDPOINT_KEY_SKT"]
    assert [row.context_tokens for row in entrant.endpoints] == [16_384, 32_768]


def test_a_record_that_names_another_secret_is_refused_with_its_line(tmp_path: Path) -> None:
    (fault,) = refused(written(tmp_path, SMALL.replace("m-1}", "m-1, api_key_variable: SECRET_KEY}")))
    assert fault.startswith("line 7: entrant pine-1: This name may not be used")
    assert "Begin with ENDPOINT_KEY_" in fault


def test_what_changed_in_the_file_is_changed_and_logged_by_the_commands_name(tmp_path: Path) -> None:
    load(written(tmp_path, SMALL))
    said = load(written(tmp_path, SMALL.replace("Pine Research", "Pine Institute").replace("m-1", "m-2")))
    assert said == ["changed   team pine", "changed   entrant pine-1"]
    assert AuditEntry.objects.latest("pk").actor_name == "load_contest"


def test_a_version_is_read_as_it_is_written(tmp_path: Path) -> None:
    load(written(tmp_path, SMALL.replace("1.0", "1.10")))
    found = entrant_record("pine-1")
    assert found is not None
    assert found.facts.version == "1.10"


def test_an_emblem_beside_the_file_is_painted_and_kept_once(tmp_path: Path) -> None:
    Image.new("RGB", (400, 400), (200, 30, 30)).save(tmp_path / "pine.png")
    file = written(tmp_path, SMALL.replace("    entrants:", "    emblem: pine.png\n    entrants:"))
    load(file)
    assert load(file) == ["unchanged team pine", "unchanged entrant pine-1"]
    assert Emblem.objects.get().width == 256


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("format: 1\n", "", "line 1: format: Write `format: 1`: it says by which description this file was written."),
        (", en: Pine}", "}", "line 4: teams[0].name.en: This field is missing."),
        ("    name: {ko: 소나무, en: Pine}\n", "", "line 3: teams[0].name.ko: This field is missing."),
        (
            "version: 1.0",
            "versoin: 1.0",
            "line 9: teams[0].entrants[0].versoin: This field is unknown. Do you mean `version`?",
        ),
        ("version: 1.0", "slug: again", "line 9: teams[0].entrants[0].slug: This field comes twice."),
        ("version: 1.0", "version: [1]", "line 9: teams[0].entrants[0].version: Write one value here, not a list and"),
        ("version: 1.0", "reference: maybe", "line 9: teams[0].entrants[0].reference: 'maybe' is neither true nor"),
        ("    entrants:\n", "    entrants: 3\n    participants:\n", "line 6: teams[0].entrants: Write a list here,"),
        ("slug: pine-1", "slug: Pine 1", "line 7: entrant Pine 1: The short name Pine 1 cannot be used."),
        ("slug: pine\n", "slug: *pine\n", "line 3: Aliases (*name) are not read here: write the value again."),
        ("{ko: 소나무, en", "{ko: 소나무, en: [", "line 4: This is no YAML: "),
        (
            "http://127.0.0.1:9",
            "http://10.0.0.1:9",
            "line 7: pine-1.base_url: 10.0.0.1 is asked without TLS. Use https, or have it put on ARENA_ENDPOINT_HOSTS",
        ),
        ("    entrants:", "    emblem: nowhere.png\n    entrants:", "line 3: emblem: nowhere.png cannot be read:"),
        (
            "    entrants:",
            "    emblem: contest.yaml\n    entrants:",
            "line 3: team pine: This is no picture",
        ),
    ],
)
def test_a_fault_is_told_with_its_line_and_nothing_is_written(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert SMALL.count(old)
    said = refused(written(tmp_path, SMALL.replace(old, new, 1)))
    assert [line for line in said if line.startswith(fault)], said
    assert not Team.objects.exists()


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = SMALL.replace("version: 1.0", "versoin: 1.0").replace(", en: Pine}", "}")
    assert len(refused(written(tmp_path, text))) == 2


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("min_votes: 300", "min_votes: many", "stages[0].min_votes: 'many' is not a whole number."),
        ("temperature: 0.7", "temperature: warm", "stages[0].sampling.temperature: 'warm' is not a number."),
        ("release: daily", "release: weekly", "stages[0].release: 'weekly' is unknown: use at_once, hourly, daily,"),
        ("T09:00:00+09:00", "T09:00:00", "stages[0].opens_at: '2027-03-02T09:00:00' is no instant: write it as"),
        ("ax-k1, solar-open]", "ax-k1, [solar]]", "stages[0].entrants: Write a list of words here."),
        ("ax-k1, solar-open]", "ax-k1, oak-1]", "stage stage-1: There is no entrant oak-1."),
    ],
)
def test_a_fault_of_a_stage_is_told(tmp_path: Path, old: str, new: str, fault: str) -> None:
    text = (EXAMPLES / "contest.yaml").read_text()
    assert text.count(old)
    said = refused(written(tmp_path, text.replace(old, new, 1)))
    assert len(said) == 1
    assert fault in said[0]
    assert not Team.objects.exists()


def test_a_cap_of_null_is_no_cap(tmp_path: Path) -> None:
    text = (EXAMPLES / "contest.yaml").read_text().replace("votes_per_day: 20", "votes_per_day: null")
    load(written(tmp_path, text))
    found = stage_record("stage-1")
    assert found is not None
    assert (found.terms.votes_per_day, found.terms.votes_per_stage) == (None, 100)


def test_published_terms_are_not_changed_by_a_file(tmp_path: Path) -> None:
    load(EXAMPLES / "contest.yaml")
    publish_stage(sora(), "stage-1", seen=revision("stage-1"), now=NOTICED)
    text = (EXAMPLES / "contest.yaml").read_text().replace("min_votes: 300", "min_votes: 30")
    (fault,) = refused(written(tmp_path, text))
    assert "stage stage-1: The stage is not a draft." in fault


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("team,colour\n", "line 1: colour: This column is unknown."),
        ("team,team_ko,team_en,lead_ko\n", "line 1: lead_en: This column is missing."),
        ("team,team_ko,team_en,lead_ko,lead_en\n,가,A,가,A\n", "line 2: team: This cell is empty."),
        (
            "team,team_ko,team_en,lead_ko,lead_en\na,가,A,가,A,more\n",
            "line 2: This row has more cells than the header.",
        ),
        ("team,team_ko,team_en,lead_ko,lead_en\na,가,A,가,\n", "line 2: lead_en: No row of a says this."),
        (
            "team,team_ko,team_en,lead_ko,lead_en\na,가,A,가,A\na,나,A,가,A\n",
            "line 3: team_ko: An earlier row says '가' here.",
        ),
        (
            "team,team_ko,team_en,lead_ko,lead_en,entrant\na,가,A,가,A,a-1\n",
            "line 2: entrant_ko: No row of a-1 says this.",
        ),
        (
            "team,team_ko,team_en,lead_ko,lead_en,participants_ko,participants_en\na,가,A,가,A,나;다,B\n",
            "line 2: participants_en: Name as many as in participants_ko, in the same order.",
        ),
        (
            "team,team_ko,team_en,lead_ko,lead_en,entrant,entrant_ko,entrant_en,reference,base_url,served_name\n"
            "a,가,A,가,A,a-1,가,A,perhaps,,m\n",
            "line 2: reference: 'perhaps' is neither yes nor no.",
        ),
        (
            "team,team_ko,team_en,lead_ko,lead_en,entrant,entrant_ko,entrant_en,base_url,served_name,context_tokens\n"
            "a,가,A,가,A,a-1,가,A,http://127.0.0.1:9,m,long\n",
            "line 2: context_tokens: 'long' is not a whole number.",
        ),
        ('team,team_ko,team_en,lead_ko,lead_en\n"a,가\n', "line 2: This is no CSV: "),
    ],
)
def test_a_fault_of_a_spreadsheet_is_told_with_its_line(tmp_path: Path, text: str, fault: str) -> None:
    said = refused(written(tmp_path, text, "teams.csv"))
    assert [line for line in said if line.startswith(fault)], said


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("contest.txt", b"", "use a file that ends in .yaml or .csv."),
        ("contest.yaml", b"\xff\xfe", "is not UTF-8: save it as UTF-8."),
        ("contest.yaml", b"", "line 1: The file is empty."),
        ("contest.yaml", b"[" * 5000, "line 1: This is no YAML"),
        ("contest.yaml", b"- one\n", "line 1: Write fields here, as `name: value`."),
        ("contest.yaml", b"#" * (2 * 1024 * 1024 + 1), "is above 2048 KiB: this is no contest file."),
    ],
)
def test_what_is_no_contest_file_is_refused(tmp_path: Path, name: str, content: bytes, fault: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(CommandError) as error:
        load(file)
    assert fault in str(error.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        load(tmp_path / "nowhere.yaml")


def test_a_bom_of_a_spreadsheet_program_is_no_fault(tmp_path: Path) -> None:
    load(written(tmp_path, "\ufeff" + (EXAMPLES / "teams.csv").read_text(), "teams.csv"))
    assert Team.objects.count() == 2


def test_a_later_file_leaves_what_it_does_not_name(tmp_path: Path) -> None:
    load(EXAMPLES / "contest.yaml")
    load(written(tmp_path, SMALL))
    found = team_record("upstage")
    assert found is not None
    assert replace(found.facts, participants=()).name_en == "Upstage"
    assert Team.objects.count() == 6


def test_the_example_is_loaded_over_a_rehearsal_of_the_same_teams_and_opens_once_that_is_closed() -> None:
    addresses = [EndpointAddress(f"http://127.0.0.1:9/{n}", f"m-{n}") for n in range(5)]
    seed_rehearsal(addresses, NOTICED, with_votes=False)
    assert load(EXAMPLES / "contest.yaml")[0] == "changed   team lg-ai-research"
    publish_stage(sora(), "stage-1", seen=revision("stage-1"), now=NOTICED)
    all_tested()
    assert [issue.code for issue in opening_issues("stage-1", OPENS) if not issue.is_warning] == ["another_stage_runs"]
    close_stage(sora(), "rehearsal", seen=revision("rehearsal"), now=OPENS)
    all_tested()
    open_stage(sora(), "stage-1", seen=revision("stage-1"), now=OPENS)
    found = current_stage("ko", OPENS)
    assert found is not None
    assert (found.slug, len(teams_of(found.pool_ref, "ko"))) == ("stage-1", 5)
