"""No byte of the battle's pages tells who is who before the vote."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from arena.models import Endpoint, Entrant
from contest.models import Fielding, Team
from tests.arena_cast import answer
from tests.web.play import complete, open_battle, ready_battle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rehearsal")]


def identities() -> list[str]:
    names = [*Team.objects.values_list("name_ko", "name_en", "emblem")]
    names += [*Fielding.objects.values_list("name_ko", "name_en")]
    names += [*Entrant.objects.values_list("name", "ref")]
    names += [*Endpoint.objects.values_list("base_url", "served_name", "ref")]
    return sorted({word for row in names for word in row if word})


def test_the_pages_before_the_vote_hold_no_identity(minji: Client, enqueued: list[str]) -> None:
    battle_ref = open_battle(minji)["battle"]
    pages = [minji.get("/battles/"), minji.get(f"/battles/{battle_ref}/")]
    complete(battle_ref, answer("하나"), answer("둘"))
    pages.append(minji.get(f"/battles/{battle_ref}/"))
    for page in pages:
        seen = page.content.decode() + str(page.headers) + str(page.cookies)
        assert [word for word in identities() if word in seen] == []


def test_the_scan_would_find_a_name(minji: Client, enqueued: list[str]) -> None:
    page = minji.get("/").content.decode()
    assert any(word in page for word in identities())


def test_a_refused_vote_names_nobody(minji: Client, enqueued: list[str]) -> None:
    battle_ref = ready_battle(minji)
    found = minji.post(f"/battles/{battle_ref}/vote/", {"outcome": "x", "key": "0123456789abcdef"})
    assert [word for word in identities() if word in found.content.decode()] == []


def loaded_files(page: str) -> set[Path]:
    """The static files that a page names, and what these import or name in turn."""
    static = Path(settings.BASE_DIR) / "static"
    found: set[Path] = set()
    waiting = {static / name for name in re.findall(r'(?:src|href)="/static/([^"]+)"', page)}
    while waiting:
        path = waiting.pop().resolve()
        if path in found or not path.is_file():
            continue
        found.add(path)
        if path.suffix in {".js", ".css"}:
            names = re.findall(r"""(?:from|import\(?|url\()\s*["']([^"']+)["']""", path.read_text())
            waiting |= {path.parent / name for name in names}
    return found


def test_no_file_that_the_battle_page_loads_names_anybody(minji: Client, enqueued: list[str]) -> None:
    battle_ref = open_battle(minji)["battle"]
    files = loaded_files(minji.get(f"/battles/{battle_ref}/").content.decode())
    assert len(files) > 20
    own = [path for path in files if path.suffix in {".js", ".css", ".svg"}]
    named = [(path.name, word) for path in own for word in identities() if word in path.read_text()]
    assert named == []
    assert not [path for path in files if "emblem" in str(path)]
