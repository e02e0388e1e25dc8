"""Published standings: in a list, one by one, and as the file that their digest is of."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from tests.api.conftest import rows
from tests.contest.cast import CLOSES
from tests.contest.standing_cast import enter, enter_all, judged_stage, publish_now, published_standing, sheet

pytestmark = pytest.mark.django_db
STANDINGS = "/api/v1/standings/"


def corrected() -> None:
    """A standing, and another one that corrects it a day later."""
    published_standing()
    enter("pine-1", sheet("99"))
    publish_now(now=CLOSES + timedelta(days=1))


def test_every_publication_is_listed_the_newest_first(caller: Client) -> None:
    corrected()
    assert [(head["stage"], head["stage_kind"], head["number"]) for head in rows(caller.get(STANDINGS))] == [
        ("one", "contest", 2),
        ("one", "contest", 1),
    ]


def test_the_list_is_paged_and_narrowed_to_a_stage(caller: Client) -> None:
    corrected()
    page = caller.get(f"{STANDINGS}?stage=one&page_size=1").json()
    assert (page["count"], [head["number"] for head in page["results"]]) == (2, [2])
    assert [head["number"] for head in rows(caller.get(page["next"]))] == [1]
    assert rows(caller.get(f"{STANDINGS}?stage=two")) == []


def test_one_standing_tells_places_points_and_gates(caller: Client) -> None:
    published_standing()
    found = caller.get(f"{STANDINGS}one/1/").json()
    assert (found["stage"], found["weights"], found["snapshot"]["number"]) == (
        "one",
        {"citizen": 25, "expert": 35, "benchmark": 40},
        1,
    )
    first = found["places"][0]
    assert (first["entrant"], first["rank"], first["total"]["value"]) == ("maple-1", 1, "74.93")
    assert first["points"]["expert"] == {"value": "75.50", "lower": "75.50", "upper": "75.50", "source": "전문가 10명"}
    assert first["gates"] == {"independence": {"passed": True, "reason": "심사 보고서"}}


def test_who_is_out_has_neither_rank_nor_total(caller: Client) -> None:
    judged_stage(ratings={"pine-1": 1100.0, "maple-1": 900.0})
    enter_all()
    enter("birch-1", sheet(passed=False))
    publish_now()
    last = caller.get(f"{STANDINGS}one/1/").json()["places"][-1]
    assert (last["entrant"], last["out"], last["rank"], last["total"]) == ("birch-1", True, None, None)


def test_who_is_left_out_is_told_with_the_reason(caller: Client) -> None:
    judged_stage(ratings={"pine-1": 1100.0, "maple-1": 900.0})
    enter_all()
    enter("birch-1", replace(sheet(), left_out="표가 모자람"))
    publish_now()
    last = caller.get(f"{STANDINGS}one/1/").json()["places"][-1]
    assert (last["entrant"], last["out"], last["rank"], last["left_out"]) == ("birch-1", False, None, "표가 모자람")


def test_the_file_that_is_named_has_the_digest_that_is_told(caller: Client) -> None:
    published_standing()
    [head] = rows(caller.get(STANDINGS))
    assert caller.get(f"{STANDINGS}one/1/").json()["sha256"] == head["sha256"]
    assert hashlib.sha256(Client().get(head["file"]).content).hexdigest() == head["sha256"]


def test_before_the_publication_there_is_nothing(caller: Client) -> None:
    judged_stage()
    enter_all()
    assert rows(caller.get(STANDINGS)) == []
    for number in (1, 10**30):
        answer = caller.get(f"{STANDINGS}one/{number}/")
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("address", [STANDINGS, f"{STANDINGS}one/1/"])
def test_who_has_this_answer_gets_no_body(caller: Client, address: str) -> None:
    published_standing()
    first = caller.get(address)
    again = caller.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_stage_that_means_nothing_is_an_error(caller: Client) -> None:
    answer = caller.get(f"{STANDINGS}?stage={'x' * 41}")
    assert (answer.status_code, answer.json()["errors"].keys()) == (400, {"stage"})


def test_who_asks_too_often_waits(caller: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contest.api.access.PublicThrottle.THROTTLE_RATES", {"public": "1/min"})
    assert [caller.get(STANDINGS).status_code for _ in range(2)] == [200, 429]


def test_a_list_reads_no_contents(caller: Client, django_assert_num_queries: object) -> None:
    corrected()
    with django_assert_num_queries(2) as asked:  # type: ignore[operator]
        caller.get(STANDINGS)
    assert not any('"content"' in query["sql"] for query in asked.captured_queries)
