"""An uploaded emblem is shown where the team is, and served as the picture it is."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from contest.actions.emblems import set_emblem
from contest.queries.teams import team_record
from tests.contest.cast import SETUP, opened
from tests.web.conftest import rehearsal

__all__ = ["rehearsal"]

pytestmark = pytest.mark.django_db


def upload(team: str) -> str:
    """Give a team an emblem; returns its address."""
    out = BytesIO()
    Image.new("RGB", (100, 100), (9, 9, 9)).save(out, format="PNG")
    set_emblem(SETUP, team, out.getvalue(), now=datetime(2026, 1, 1, tzinfo=UTC))
    found = team_record(team)
    assert found is not None
    return f"/emblems/{found.emblem_sha256}.png"


@pytest.mark.usefixtures("rehearsal")
def test_the_front_page_shows_the_uploaded_emblem_in_place_of_the_sites_own() -> None:
    address = upload("upstage")
    page = Client().get("/").content.decode()
    assert page.count(f'src="{address}"') == 1
    assert page.count("k-ai-rehearsal") == 4


def test_a_picture_is_served_with_its_type_and_kept_for_ever() -> None:
    opened()
    answer = Client().get(upload("pine"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert "immutable" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_an_unknown_picture_is_not_there() -> None:
    assert Client().get(f"/emblems/{'0' * 64}.png").status_code == 404
