"""The pages that everybody can see."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from arena.actions.folding import fold_votes
from arena.actions.leaderboard import publish_snapshot
from contest.models import Stage
from contest.web import board_kept
from contest.web.scale import place, scale_of
from tests.web.play import KEY, ready_battle, vote

pytestmark = [pytest.mark.django_db]
PAGES = [
    "/",
    "/battles/",
    "/leaderboard/",
    "/leaderboard/board/",
    "/me/",
    "/rules/",
    "/about/",
    "/privacy/",
    "/accessibility/",
]


@pytest.mark.parametrize("address", PAGES)
def test_every_page_stands_without_a_stage(address: str) -> None:
    assert Client().get(address).status_code == 200


@pytest.mark.usefixtures("rehearsal")
@pytest.mark.parametrize("address", [page for page in PAGES if page != "/leaderboard/board/"])
def test_every_page_of_a_rehearsal_says_so(address: str) -> None:
    assert "리허설" in Client().get(address).content.decode()


@pytest.mark.usefixtures("rehearsal")
@pytest.mark.parametrize("address", PAGES)
def test_every_page_forbids_foreign_scripts_and_inline_ones(address: str) -> None:
    policy = Client().get(address)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy


@pytest.mark.usefixtures("rehearsal")
@pytest.mark.parametrize("address", PAGES)
def test_no_page_names_another_origin(address: str) -> None:
    page = Client().get(address).content.decode()
    assert 'src="http' not in page
    assert 'rel="stylesheet" href="http' not in page


@pytest.mark.usefixtures("rehearsal")
def test_the_rules_page_shows_the_hash_of_the_rules() -> None:
    assert Stage.objects.get().rules_sha256 in Client().get("/rules/").content.decode()


def test_choosing_a_language_is_remembered() -> None:
    browser = Client()
    found = browser.get("/language/en/?next=/rules/")
    assert (found.status_code, found["Location"]) == (302, "/rules/")
    assert 'lang="en"' in browser.get("/rules/").content.decode()


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_a_language_link_never_leads_elsewhere(target: str) -> None:
    assert Client().get("/language/en/", {"next": target})["Location"] == "/"


def test_a_page_that_is_not_there_says_what_to_do() -> None:
    found = Client().get("/nowhere/")
    assert found.status_code == 404
    assert "첫 화면으로" in found.content.decode()


@pytest.mark.usefixtures("rehearsal")
def test_a_reader_who_knows_of_a_new_snapshot_is_shown_it_at_once(
    minji: Client, enqueued: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_kept, "KEEP_SECONDS", 1e6)
    before = Client().get("/leaderboard/").content.decode()
    vote(minji, ready_battle(minji))
    pool = Stage.objects.get().pool.ref
    fold_votes(pool)
    publish_snapshot(pool, datetime.now(UTC))
    still = Client().get("/leaderboard/").content.decode()
    after = Client().get("/leaderboard/?n=1").content.decode()
    assert still == before
    assert "아직 투표가 없어요" in before
    assert "투표를 모으는 중" in after


@pytest.mark.usefixtures("rehearsal")
def test_the_front_page_says_how_many_took_part_as_the_newest_board_counted_them(
    minji: Client, junho: Client, enqueued: list[str]
) -> None:
    for number, browser in enumerate((minji, minji, junho)):
        assert vote(browser, ready_battle(browser), key=f"{KEY}-{number}").status_code == 200
    pool = Stage.objects.get().pool.ref
    assert "번</strong> 투표" not in Client().get("/").content.decode()
    fold_votes(pool)
    publish_snapshot(pool, datetime.now(UTC))
    assert "<strong>2명</strong>이 <strong>3번</strong> 투표했어요" in Client().get("/").content.decode()


@pytest.mark.usefixtures("rehearsal")
def test_the_leaderboard_is_the_same_bytes_for_everybody(minji: Client, enqueued: list[str]) -> None:
    ready_battle(minji)
    found = minji.get("/leaderboard/")
    assert found.content == Client().get("/leaderboard/").content
    assert not found.cookies


def test_a_scale_holds_every_interval_between_round_ticks() -> None:
    scale = scale_of([953.2, 1010.0], [1033.0, 1071.5])
    assert scale.ticks[0] <= 953.2
    assert scale.ticks[-1] >= 1071.5
    assert place(scale, scale.low) < place(scale, 1000) < place(scale, scale.high)


def test_a_load_balancer_is_told_that_the_process_answers() -> None:
    assert Client().get("/healthz").content == b"ok"
