"""The leaderboard's kept bytes: no reader gets the board of another stage, snapshot, choice or language."""

from datetime import UTC, datetime
from io import StringIO
from itertools import product
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from arena.actions.leaderboard import publish_snapshot
from arena.models import LeaderboardSnapshot, Pool
from contest.models import Stage
from contest.rules.stages import StageState
from contest.rules.stages_terms import Release
from contest.web import board_kept

pytestmark = pytest.mark.django_db
LANGUAGES = ("ko", "en")
STAGES = ("trees", "birds")
TEMPLATES = ("/leaderboard/", "/leaderboard/board/")
SLICES = ("all", "turns:1")


@pytest.fixture(autouse=True)
def long_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing grows old while a test runs: whatever could be mixed up is."""
    monkeypatch.setattr(board_kept, "KEEP_SECONDS", 1e6)


@pytest.fixture
def boards(tmp_path: Path) -> None:
    """Two archives, each with its first snapshot, of other entrants and another number of votes."""
    for slug, names, rounds in (("trees", ("pine", "fir"), 20), ("birds", ("wren", "lark"), 30)):
        file = tmp_path / f"{slug}.csv"
        one, other = names
        votes = [f"{one},{other},model_a", f"{one},{other},model_b"] * rounds
        file.write_text("\n".join(["model_a,model_b,winner", *votes]))
        call_command("import_votes", str(file), "--stage", slug, stdout=StringIO(), stderr=StringIO())


def page(address: str, language: str = "ko") -> str:
    browser = Client()
    browser.get(f"/language/{language}/")
    answer = browser.get(address)
    assert {"Cookie", "Accept-Language"} <= {name.strip() for name in answer["Vary"].split(",")}
    return answer.content.decode()


@pytest.mark.usefixtures("boards")
def test_readers_of_different_boards_get_their_own_in_any_order() -> None:
    asked = list(product(TEMPLATES, LANGUAGES, STAGES, SLICES))
    for address, language, stage, part in [*asked, *reversed(asked)]:
        shown = page(f"{address}?stage={stage}&slice={part}", language)
        assert ("pine" in shown, "wren" in shown) == (stage == "trees", stage == "birds")
        assert ("투표 60개" in shown) == ((stage, language) == ("birds", "ko"))
        assert f"slice={part}&amp;look=raw" in shown
        assert ("<!doctype" in shown) == (address == "/leaderboard/")


@pytest.mark.usefixtures("boards")
def test_a_reader_who_knows_of_a_newer_snapshot_gets_it_and_so_do_all_after() -> None:
    address = "/leaderboard/board/?stage=trees"
    assert 'data-number="1"' in page(address)
    pool = Pool.objects.get(stage__slug="trees")
    Pool.objects.filter(pk=pool.pk).update(folds=pool.folds + 1)
    publish_snapshot(pool.ref, datetime.now(UTC))
    assert 'data-number="1"' in page(address)
    assert 'data-number="2"' in page(f"{address}&n=2")
    assert 'data-number="2"' in page(address)
    assert 'data-number="1"' in page("/leaderboard/board/?stage=birds")


@pytest.mark.usefixtures("boards")
def test_made_up_choices_share_a_page() -> None:
    for number in range(5):
        page(f"/leaderboard/?stage=trees&slice=topic:{number}&look=made-up-{number}")
    assert len(board_kept._pages) == 1


@pytest.mark.usefixtures("boards")
def test_a_board_that_is_sealed_is_not_shown_from_memory() -> None:
    page("/leaderboard/?stage=trees")
    Stage.objects.filter(slug="trees").update(state=StageState.PAUSED, release=Release.AT_CLOSE)
    # A second later the database is asked again; the bytes of the board that was shown are still kept.
    board_kept._looks.clear()
    assert "pine" not in page("/leaderboard/?stage=trees")
    assert LeaderboardSnapshot.objects.filter(pool__stage__slug="trees").exists()


@pytest.mark.usefixtures("boards")
def test_a_stage_that_is_not_there_is_not_found() -> None:
    assert Client().get("/leaderboard/?stage=nothing").status_code == 404
    Stage.objects.filter(slug="trees").update(state=StageState.DRAFT)
    assert Client().get("/leaderboard/?stage=trees").status_code == 404
