"""Lists of the console are searched, sorted, paged and downloaded; no cell of a file is a formula."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from arena.models import Finding, FindingVote, Pool, Vote
from contest.actions.exports import request_export
from contest.actions.proposals import propose_early_close, propose_void, reject_proposal
from contest.console import stages_tables
from contest.models import Citizen
from tests.arena_cast import voted
from tests.console.people import at_console
from tests.contest.cast import CLOSES, NOTICE, closed, dohyun, draft, haneul, opened, pool_of, sora, yuna

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)
FORMULA = '=HYPERLINK("https://elsewhere.example")'


@pytest.fixture
def viewer(db: None) -> Client:
    return at_console(yuna(), "en")


def shown(browser: Client, address: str) -> str:
    """What stands in the list itself."""
    page = browser.get(address).content.decode()
    return page.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in page else ""


def rows_of(answer: Any) -> list[dict[str, str]]:
    """A file's rows."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


@pytest.mark.parametrize("name", ["teams", "entrants", "endpoints"])
def test_words_narrow_a_short_list_its_file_and_its_other_orders(viewer: Client, name: str) -> None:
    opened()
    address = f"/console/{name}/"
    assert "birch" in shown(viewer, address)
    found = shown(viewer, f"{address}?q=PINE")
    assert "pine" in found
    assert "birch" not in found
    assert "pine" in shown(viewer, f"{address}?q=PINE&sort=-{'address' if name == 'endpoints' else 'name'}")
    assert "q=PINE" in viewer.get(f"{address}?q=PINE").content.decode()
    assert len(rows_of(viewer.get(f"{address}?q=PINE&download=csv"))) == 1


def test_words_that_stand_nowhere_are_told_and_stay(viewer: Client) -> None:
    draft()
    page = viewer.get("/console/stages/?q=nowhere").content.decode()
    assert "Nothing was found." in page
    assert 'value="nowhere"' in page


def test_an_empty_list_has_nothing_to_search(viewer: Client) -> None:
    assert 'name="q"' not in viewer.get("/console/stages/").content.decode()


def test_people_are_searched_sorted_paged_and_downloaded(viewer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [sora(), haneul(), dohyun()]
    assert "sora" not in shown(viewer, "/console/people/?q=haneul")
    down = shown(viewer, "/console/people/?sort=-name")
    assert down.index("yuna") < down.index("dohyun")
    assert [row["name"] for row in rows_of(viewer.get("/console/people/?q=chief&download=csv"))] == ["haneul", "sora"]
    monkeypatch.setattr(stages_tables, "PAGE_ROWS", len(people))
    assert shown(viewer, "/console/people/?page=2").count("<tr>") == 1


def test_a_refused_form_of_people_leads_back_to_the_list() -> None:
    page = at_console(sora()).post("/console/people/new/", {"username": "!"}).content.decode()
    assert 'href="/console/people/?sort=role"' in page
    assert 'href="/console/people/?download=csv"' in page


@pytest.fixture
def proposals() -> list[str]:
    """Two proposals, the older one decided."""
    opened()
    voted(pool_of())
    first = propose_void(dohyun(), [Vote.objects.get().receipt_ref], now=NOW - timedelta(days=1), reason=FORMULA)
    reject_proposal(sora(), first, now=NOW, reason="아니에요")
    return [first, propose_early_close(sora(), "one", now=NOW, reason="서버 이전", **NOTICE)]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", [1]),
        ("?all=1", [1, 0]),
        ("?all=1&sort=oldest", [0, 1]),
        ("?all=1&kind=void_votes", [0]),
        ("?all=1&q=서버", [1]),
        ("?all=1&q=dohyun", [0]),
        ("?all=1&kind=nonsense", [1, 0]),
        ("?q=nowhere", []),
    ],
)
def test_proposals_are_searched_and_sorted_alike_on_the_page_and_in_the_file(
    viewer: Client, proposals: list[str], query: str, wanted: list[int]
) -> None:
    refs = [proposals[number] for number in wanted]
    page = shown(viewer, f"/console/proposals/{query}")
    assert sorted((ref for ref in proposals if ref in page), key=page.index) == refs
    assert [row["proposal"] for row in rows_of(viewer.get(f"/console/proposals/proposals.csv{query}"))] == refs


def test_no_cell_of_the_proposals_is_a_formula(viewer: Client, proposals: list[str]) -> None:
    assert rows_of(viewer.get("/console/proposals/proposals.csv?all=1"))[1]["reason"] == f"'{FORMULA}"


@pytest.fixture
def findings() -> list[str]:
    """Two findings of other kinds, a day apart, the older one let pass."""
    opened()
    voted(pool_of())
    made = []
    for days, detector, state in ((2, "burst", "dismissed"), (1, "too_fast", "open")):
        when = NOW - timedelta(days=days)
        seen = {"subject": FORMULA, "looked_at_votes": 1, "found_at": when, "renewed_at": when}
        pool = Pool.objects.get(ref=pool_of())
        row = Finding.objects.create(pool=pool, detector=detector, state=state, **seen)
        FindingVote.objects.create(finding=row, vote=Vote.objects.get())
        made.append(row.ref)
    return made


@pytest.mark.parametrize(
    ("query", "wanted"),
    [("", [1, 0]), ("?sort=oldest", [0, 1]), ("?detector=burst", [0]), ("?state=open", [1]), ("?state=x", [1, 0])],
)
def test_findings_are_searched_and_sorted_alike_on_the_page_and_in_the_file(
    viewer: Client, findings: list[str], query: str, wanted: list[int]
) -> None:
    refs = [findings[number] for number in wanted]
    page = shown(viewer, f"/console/findings/{query}")
    assert sorted((ref for ref in findings if ref in page), key=page.index) == refs
    rows = rows_of(viewer.get(f"/console/findings/findings.csv{query}"))
    assert [row["finding"] for row in rows] == refs
    assert {row["subject"] for row in rows} == {f"'{FORMULA}"}


def test_exports_are_searched_and_their_digests_downloaded(viewer: Client) -> None:
    closed()
    for data, form in (("votes", "csv"), ("battles", "parquet")):
        request_export(dohyun(), "one", data, form, public=False, now=CLOSES)
    assert len(viewer.get("/console/exports/").context["rows"]) == 2
    (row,) = viewer.get("/console/exports/?what=votes&form=csv&of=one").context["rows"]
    assert row.record.data == "votes"
    (row,) = rows_of(viewer.get("/console/exports/exports.csv?form=parquet"))
    assert (row["file"], row["sha256"]) == ("one-battles-internal.parquet", "")


def test_a_name_that_looks_like_a_formula_is_none_in_a_short_lists_file(viewer: Client) -> None:
    Citizen.objects.filter(username="yuna").update(username="=yuna")
    browser = at_console(sora(), "en")
    assert {row["name"] for row in rows_of(browser.get("/console/people/?download=csv"))} == {"'=yuna", "sora"}
