"""Teams, entrants and contest files in the console."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from contest.models import Fielding, Stage, Team
from contest.queries.teams import entrant_record, team_record
from tests.console_stages.conftest import SignIn
from tests.console_stages.steps import codes, rows
from tests.contest.cast import dohyun, field_team, opened

pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "examples" / "contest.yaml"
TEAM = {
    "slug": "oak",
    "name_ko": "참나무",
    "name_en": "Oak",
    "lead_ko": "참나무 연구원",
    "lead_en": "Oak Research",
    "description_ko": "소개예요.",
}
ENTRANT = {"slug": "pine-2", "name_ko": "소나무 둘", "name_en": "Pine Two", "version": "2.0", "licence": "Open."}
REPLICA = {
    "base_url": "http://127.0.0.1:8100/",
    "served_name": "m-2",
    "api_key_variable": "",
    "context_tokens": "32768",
}


@pytest.fixture(autouse=True)
def allowed_hosts(settings: object) -> None:
    """Loopback may be asked, so that no name server is."""
    settings.ARENA_ENDPOINT_HOSTS = ["127.0.0.1"]  # type: ignore[attr-defined]


def upload(text: bytes, name: str = "contest.yaml") -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, text)}


def picture(pixels: int) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (pixels, pixels), "navy").save(out, "PNG")
    return SimpleUploadedFile("emblem.png", out.getvalue(), "image/png")


def test_a_team_is_made_and_edited(browser_of: SignIn) -> None:
    browser = browser_of(dohyun())
    nobody = {"name_ko": "", "name_en": ""}
    browser.post("/console/teams/new/", TEAM | rows("participants", [{"name_ko": "잎", "name_en": "Leaf"}, nobody]))
    assert [one.name_en for one in team_record("oak").facts.participants] == ["Leaf"]
    browser.post("/console/teams/oak/edit/", TEAM | rows("participants", []) | {"name_en": "Oaks", "seen": "1"})
    assert team_record("oak").facts.name_en == "Oaks"
    assert team_record("oak").facts.participants == ()


def test_a_team_without_an_english_name_is_refused_and_all_stays(browser_of: SignIn) -> None:
    page = browser_of(dohyun()).post("/console/teams/new/", TEAM | rows("participants", []) | {"name_en": ""})
    assert (page.status_code, codes(page)) == (409, {"name_missing"})
    assert "소개예요." in page.content.decode()


def test_a_stale_team_form_is_refused(browser_of: SignIn) -> None:
    field_team("pine")
    page = browser_of(dohyun()).post("/console/teams/pine/edit/", TEAM | rows("participants", []) | {"seen": "9"})
    assert codes(page) == {"changed_meanwhile"}
    assert team_record("pine").facts.name_en == "Team Pine"


def test_a_double_click_makes_one_team(browser_of: SignIn) -> None:
    browser = browser_of(dohyun())
    answers = [browser.post("/console/teams/new/", TEAM | rows("participants", [])) for _ in range(2)]
    assert {answer.url for answer in answers} == {"/console/teams/oak/"}
    assert Team.objects.count() == 1


def test_an_emblem_is_set_and_a_bad_one_told(browser_of: SignIn) -> None:
    field_team("pine")
    browser = browser_of(dohyun())
    page = browser.post("/console/teams/pine/emblem/", {"emblem": picture(16)})
    assert (page.status_code, codes(page)) == (409, {"emblem_too_small"})
    browser.post("/console/teams/pine/emblem/", {"emblem": picture(128)})
    assert team_record("pine").emblem_sha256


def test_an_entrant_is_enrolled_with_its_server(browser_of: SignIn) -> None:
    field_team("pine")
    browser_of(dohyun()).post("/console/teams/pine/entrants/new/", ENTRANT | rows("replicas", [REPLICA]))
    record = entrant_record("pine-2")
    assert (record.facts.version, record.facts.licence) == ("2.0", "Open.")
    assert [(one.base_url, one.context_tokens) for one in record.endpoints] == [("http://127.0.0.1:8100", 32_768)]


def test_an_address_that_may_not_be_asked_is_told_and_all_stays(browser_of: SignIn) -> None:
    field_team("pine")
    private = REPLICA | {"base_url": "http://10.0.0.1:8000"}
    page = browser_of(dohyun()).post("/console/teams/pine/entrants/new/", ENTRANT | rows("replicas", [private]))
    assert codes(page) == {"address_without_tls", "address_is_private"}
    assert "10.0.0.1" in page.content.decode()
    assert not Fielding.objects.filter(slug="pine-2").exists()


def test_an_entrant_is_edited_and_its_team_never(browser_of: SignIn) -> None:
    field_team("pine")
    typed = ENTRANT | {"slug": "other", "is_reference": "on", "seen": "1"}
    browser_of(dohyun()).post("/console/entrants/pine-1/edit/", typed)
    facts = entrant_record("pine-1").facts
    assert (facts.version, facts.is_reference, facts.team) == ("2.0", False, "pine")


def test_a_frozen_entrant_is_not_edited(browser_of: SignIn) -> None:
    opened()
    browser = browser_of(dohyun())
    assert codes(browser.post("/console/entrants/pine-1/edit/", ENTRANT | {"seen": "1"})) == {"entrant_is_frozen"}
    moved = rows("replicas", [REPLICA]) | {"seen": "1"}
    assert codes(browser.post("/console/entrants/pine-1/replicas/", moved)) == {"entrant_is_frozen"}


def test_servers_are_changed(browser_of: SignIn) -> None:
    field_team("pine")
    browser_of(dohyun()).post("/console/entrants/pine-1/replicas/", rows("replicas", [REPLICA]) | {"seen": "1"})
    assert [one.served_name for one in entrant_record("pine-1").endpoints] == ["m-2"]


def test_a_file_is_shown_before_it_is_loaded(browser_of: SignIn) -> None:
    browser = browser_of(dohyun())
    page = browser.post("/console/teams/file/", upload(EXAMPLE.read_bytes()))
    assert page.status_code == 200
    assert page.context["told"].changes == 11
    assert not Team.objects.exists()
    text = page.context["text"]
    browser.post("/console/teams/file/", {"name": "contest.yaml", "text": text.replace("\n", "\r\n"), "load": "1"})
    assert (Team.objects.count(), Stage.objects.get().slug) == (5, "stage-1")


def test_a_file_s_faults_are_told_with_their_lines(browser_of: SignIn) -> None:
    text = EXAMPLE.read_text().replace("slug: upstage", "slugg: upstage", 1)
    page = browser_of(dohyun()).post("/console/teams/file/", upload(text.encode()))
    assert page.status_code == 400
    assert [fault.line for fault in page.context["told"].faults]
    assert not Team.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("contest.txt", b"format: 1"), ("contest.yaml", b"\xff\xfe"), ("contest.yaml", b"x" * 600_000)],
)
def test_what_is_no_contest_file_is_told(browser_of: SignIn, name: str, content: bytes) -> None:
    page = browser_of(dohyun()).post("/console/teams/file/", upload(content, name))
    assert page.status_code == 400
    assert page.context["told"].problem


def test_a_file_that_an_act_refuses_names_the_line_and_the_reason(browser_of: SignIn) -> None:
    text = EXAMPLE.read_text().replace("slug: upstage", "slug: Up Stage", 1)
    page = browser_of(dohyun()).post("/console/teams/file/", upload(text.encode()))
    told = page.context["told"]
    assert [line.code for line in told.issues] == ["slug_wrong"]
    assert told.line > 100
