"""Every Korean text of the site has its English one."""

import re

import polib
import pytest
from django.test import Client
from django.utils.translation.template import templatize

from tests.house.source import ROOT
from tests.web.conftest import rehearsal

__all__ = ["rehearsal"]

CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
REMEDY = "Run `manage.py makemessages -l en --no-location --no-wrap` and translate what is new."
CALL = re.compile(r"""\b(?:_|gettext|gettext_lazy)\(\s*u?(["'])((?:\\.|(?!\1).)*)\1""", re.DOTALL)
HANGUL = re.compile("[가-힣]")
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}")
PAGES = ("/", "/battles/", "/leaderboard/", "/me/", "/about/", "/privacy/", "/accessibility/", "/data/", "/nowhere/")
KOREAN_ON_PURPOSE = ("한국어", "가−", "가+")


def used_texts() -> set[str]:
    """The Korean texts that templates and Python sources mark for translation."""
    sources = [templatize(path.read_text()) for path in (ROOT / "templates").rglob("*.html")]
    sources += [path.read_text() for path in (ROOT / "contest").rglob("*.py")]
    found = {match[2] for source in sources for match in CALL.finditer(source)}
    return {
        text.encode().decode("unicode_escape").encode("latin-1").decode() if "\\" in text else text for text in found
    }


@pytest.fixture(scope="module")
def catalogue() -> dict[str, polib.POEntry]:
    return {entry.msgid: entry for entry in polib.pofile(str(CATALOGUE))}


def test_every_text_is_translated(catalogue: dict[str, polib.POEntry]) -> None:
    missing = sorted(text for text in used_texts() if text not in catalogue or not catalogue[text].msgstr)
    assert not missing, f"{REMEDY}\n" + "\n".join(missing)


def test_no_translation_is_unsure_or_left_over(catalogue: dict[str, polib.POEntry]) -> None:
    texts = used_texts()
    unsure = [entry.msgid for entry in catalogue.values() if entry.fuzzy or entry.obsolete or entry.msgid not in texts]
    assert not unsure, f"{REMEDY}\n" + "\n".join(unsure)


def test_placeholders_are_the_same_on_both_sides(catalogue: dict[str, polib.POEntry]) -> None:
    different = [
        entry.msgid
        for entry in catalogue.values()
        if sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(PLACEHOLDER.findall(entry.msgstr))
    ]
    assert not different, "\n".join(different)


@pytest.mark.django_db
@pytest.mark.usefixtures("rehearsal")
@pytest.mark.parametrize("address", PAGES)
def test_an_english_page_has_no_korean_left(address: str) -> None:
    browser = Client()
    browser.get("/language/en/")
    page = browser.get(address).content.decode()
    for text in KOREAN_ON_PURPOSE:
        page = page.replace(text, "")
    assert HANGUL.findall(page) == []
