"""The rules of every stage, with the day on which they were published."""

from dataclasses import replace

import pytest
from django.test import Client

from contest.actions.stages import publish_stage
from contest.actions.stages_entries import enter_stage
from contest.models import Stage
from tests.contest.cast import DRAFTED, SETUP, TEAMS, TERMS, draft, published, revision

pytestmark = pytest.mark.django_db


def another(slug: str) -> None:
    """A second published stage of the same entrants, with rules of its own."""
    draft(slug, replace(TERMS, name_ko="결선", rules_ko="**결선**의 규칙", rules_en="Rules of the final"))
    for team in TEAMS:
        enter_stage(SETUP, slug, f"{team}-1", seen=revision(slug), now=DRAFTED)
    publish_stage(SETUP, slug, seen=revision(slug), now=DRAFTED)


def test_the_page_tells_when_the_rules_were_published_and_their_hash() -> None:
    published("one")
    page = Client().get("/rules/").content.decode()
    assert 'data-testid="published"' in page
    assert Stage.objects.get().rules_sha256 in page


def test_rules_of_other_stages_are_one_step_away() -> None:
    published("one")
    another("final")
    assert '<a href="/rules/final/">' in Client().get("/rules/one/").content.decode()
    page = Client().get("/rules/final/").content.decode()
    assert "<strong>결선</strong>의 규칙" in page
    assert '<a href="/rules/one/">' in page


def test_rules_of_a_draft_are_nowhere() -> None:
    published("one")
    draft("two")
    assert Client().get("/rules/two/").status_code == 404
    assert "/rules/two/" not in Client().get("/rules/").content.decode()


def test_without_a_stage_the_page_says_so() -> None:
    assert "아직 공개한 규칙이 없어요" in Client().get("/rules/").content.decode()
