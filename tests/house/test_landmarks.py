"""No page names two of its landmarks alike: a screen reader lists them by name.

Read from the templates, because axe sees only what the data of one moment shows.
"""

import re
from pathlib import Path

import pytest

from tests.house.source import ROOT

TEMPLATES = ROOT / "templates"
HEADING = re.compile(r'<h\d[^>]*\bid="([^"]+)"[^>]*>(.*?)</h\d>', re.DOTALL)
NAMED_BY_HEADING = re.compile(r'<(?:section|nav|aside)\b[^>]*\baria-labelledby="([^"]+)"')
NAMED_ITSELF = re.compile(r'<(?:section|nav|aside|div\b[^>]*\brole="region")[^>]*?aria-label="((?:\{%.*?%\}|[^"])*)"')


def landmarks(text: str) -> list[str]:
    """The names of a template's landmarks, as the template writes them."""
    headings = {name: told.strip() for name, told in HEADING.findall(text)}
    return [headings.get(name, name) for name in NAMED_BY_HEADING.findall(text)] + NAMED_ITSELF.findall(text)


def test_a_section_and_the_table_within_it_of_one_name_are_found() -> None:
    table = '<div class="wide" tabindex="0" role="region" aria-label="표"></div>'
    page = f'<section aria-labelledby="a"><h2 id="a">표</h2>{table}</section>'
    assert landmarks(page) == ["표", "표"]


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_template_names_two_landmarks_alike(path: Path) -> None:
    names = landmarks(path.read_text())
    assert sorted(set(names)) == sorted(names)
