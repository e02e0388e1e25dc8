"""Every page of the console with something on it, for those who look at all of them."""

from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Page

from tests.services.site import Site

DRAFT = """format: 1
stages:
  - slug: stage-2
    name: {ko: 2단계 대국민 콘테스트, en: Citizens' contest of stage 2}
    opens_at: 2027-08-02T09:00:00+09:00
    closes_at: 2027-08-16T18:00:00+09:00
    rules: {ko: 한 대결에 한 표예요., en: One vote per battle.}
    topics:
      - slug: farming
        name: {ko: 농사, en: Farming}
        prompts: [{ko: "봄 감자는 언제 심나요?", en: "When are spring potatoes planted?"}]
    weights: {citizen: 25, expert: 35, benchmark: 40}
    gates: [{slug: independence, name: {ko: 독자성, en: Independence}}]
"""
FINDING = """
from datetime import UTC, datetime
from arena.models import Finding, FindingVote, Vote
votes = list(Vote.objects.select_related("battle")[:12])
first, now = votes[0].battle, datetime.now(UTC)
effect = [{"entrant": first.entrant_a.ref, "with_votes": 1012.4, "without_votes": 998.1}]
found = Finding.objects.create(pool=first.pool, detector="burst", subject=votes[0].voter_ref, toward=first.entrant_a,
    chance=0.0004, numbers={}, looked_at_votes=400, found_at=now, renewed_at=now, effect=effect)
FindingVote.objects.bulk_create(FindingVote(finding=found, vote=vote) for vote in votes)
"""
STANDING = """
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from django.db import transaction
from arena.models import LeaderboardSnapshot
from contest.actions.evaluations import enter_results
from contest.actions.stages import create_stage
from contest.actions.stages_entries import enter_stage
from contest.actions.standings import publish_standing
from contest.models import Fielding, Stage
from contest.queries.standing_content import content_digest
from contest.queries.standings import stage_standing
from contest.rules.evaluations import Entered, Judged, Sheet, sheet_digest
from contest.rules.roles import Command
from contest.rules.stages_terms import Gate, StageTerms
now, by, slug = datetime.now(UTC), Command("the tests' set-up"), "pilot"
weights = {"citizen": 25, "expert": 35, "benchmark": 40}
terms = StageTerms("시범 단계", "Pilot stage", now - timedelta(days=40),
    now - timedelta(days=9), "한 대결에 한 표예요.", "One vote per battle.", weights=weights,
    gates=(Gate("independence", "독자성", "Independence"),))
create_stage(by, slug, terms, now=now)
revision = lambda: Stage.objects.values_list("revision", flat=True).get(slug=slug)
fieldings = list(Fielding.objects.filter(entrant__is_reference=False).select_related("entrant"))
for one in fieldings:
    enter_stage(by, slug, one.slug, seen=revision(), now=now)
stage = Stage.objects.get(slug=slug)
Stage.objects.filter(pk=stage.pk).update(state="closed", published_at=now, closed_at=now)
counts = dict.fromkeys(("votes", "wins", "ties", "losses"), 900) | dict.fromkeys(("rank", "rank_low", "rank_high"), 1)
def rated(i):
    if i == len(fieldings) - 2:
        return dict.fromkeys(("rating", "lower", "upper")) | {"rated": False}
    return {"rating": 1040 - 25 * i, "lower": 1020 - 25 * i, "upper": 1060 - 25 * i, "rated": True}
rows = [{"entrant": one.entrant.ref} | counts | rated(i) for i, one in enumerate(fieldings)]
LeaderboardSnapshot.objects.create(pool=stage.pool, number=1, published_at=now, watermark=0, votes=1800, void_votes=0,
    estimator="bradley-terry", anchor=1000.0, tallies_sha256="0" * 64, rows=rows)
def enter(one, points, passed=True, left_out=""):
    points = {name: Entered(Decimal(points), "전문가 10명이 매긴 점수") for name in ("expert", "benchmark")}
    sheet = Sheet(points, {"independence": Judged(passed, "심사 보고서 3쪽")}, left_out)
    seen = sheet_digest(stage_standing(slug).competitors[one.slug].sheet)
    enter_results(by, slug, one.slug, sheet, seen=seen, now=now)
for i, one in enumerate(fieldings):
    reason = "서버가 사흘 멈춰 표를 30개 모으지 못했어요." if i == len(fieldings) - 2 else ""
    enter(one, 80 - i, i != len(fieldings) - 1, reason)
with transaction.atomic():
    publish_standing(slug, content_digest(stage_standing(slug)), now)
enter(fieldings[0], 81)
"""
NOTICE = {"notice_ko": "답변이 평소보다 느려요. 살펴보고 있어요.", "notice_en": "Answers are slow. We are looking."}


def furnish(chief: Page, site: Site, folder: Path) -> dict[str, str]:
    """Give every list of a rehearsal with votes something to show; returns each page's address by its name.

    `chief`: signed in. `folder`: where a file may lie for a moment.
    """
    draft = folder / "draft.yaml"
    draft.write_text(DRAFT)
    site.manage("load_contest", str(draft))
    site.manage("shell", "-v0", "-c", FINDING)
    site.manage("shell", "-v0", "-c", STANDING)
    _publish_notice(chief)
    _ask_for_an_export(chief)
    chief.goto("/console/votes/")
    receipts = [str(chief.locator("input[name=receipt]").nth(row).get_attribute("value")) for row in range(2)]
    _propose(chief, receipts[0])
    stage, team, entrant = "/console/stages/rehearsal/", _first(chief, "teams"), _first(chief, "entrants")
    slugs = {"team": team.split("/")[-2], "receipt": receipts[1]}
    site.manage("declare_voters", "network", slugs["team"], "192.0.2.0/24", "2001:db8::/48")
    return _fixed(stage, slugs) | {
        "team": team,
        "entrant": entrant,
        "entrant-edit": f"{entrant}edit/",
        "endpoint": _first(chief, "endpoints"),
        "battle": _first(chief, "battles"),
        "finding": _first(chief, "findings"),
        "proposal": _first(chief, "proposals"),
        "stage-withdraw": f"{stage}entrants/{entrant.split('/')[3]}/withdraw/",
        "evaluation-entrant": _first(chief, "evaluations/pilot"),
        "entrant-replicas": f"{entrant}replicas/",
        "export-withdraw": _withdrawing(chief),
    }


def _fixed(stage: str, slugs: Mapping[str, str]) -> dict[str, str]:
    lists = ("stages", "teams", "entrants", "endpoints", "battles", "votes", "findings", "proposals", "exports")
    more = ("notices", "audit", "people", "evaluations", "standings")
    return {name: f"/console/{name}/" for name in (*lists, *more)} | {
        "dashboard": "/console/",
        "stage": stage,
        "stage-closed": "/console/stages/pilot/",
        "stage-draft": "/console/stages/stage-2/",
        "stage-pause": f"{stage}acts/pause/",
        "stage-close": f"{stage}acts/close/",
        "stage-publish": "/console/stages/stage-2/acts/publish/",
        "stage-new": "/console/stages/new/",
        "stage-edit": "/console/stages/stage-2/edit/",
        "team-new": "/console/teams/new/",
        "team-edit": f"/console/teams/{slugs['team']}/edit/",
        "team-file": "/console/teams/file/",
        "declarations": f"/console/teams/{slugs['team']}/declarations/",
        "entrant-new": f"/console/teams/{slugs['team']}/entrants/new/",
        "votes-propose": f"/console/votes/propose/void/?receipt={slugs['receipt']}",
        "evaluation-stage": "/console/evaluations/pilot/",
        "evaluation-running": "/console/evaluations/rehearsal/",
        "standing-stage": "/console/standings/pilot/",
        "standing-incomplete": "/console/standings/rehearsal/",
        "standing": "/standings/pilot/",
        "notice-new": "/console/notices/new/",
        "notice-messages": "/console/notices/messages/",
        "password": "/console/people/password/",
    }


def _first(page: Page, name: str) -> str:
    """Where the first row of a list leads."""
    page.goto(f"/console/{name}/")
    return str(page.locator("tbody a").first.get_attribute("href"))


def _publish_notice(page: Page) -> None:
    page.goto("/console/notices/new/")
    for name, text in NOTICE.items():
        page.locator(f"[name={name}]").fill(text)
    page.get_by_test_id("do").click()


def _ask_for_an_export(page: Page) -> None:
    page.goto("/console/exports/")
    page.get_by_test_id("export").click()
    page.locator("[data-testid=file][data-state=done]").first.wait_for()


def _withdrawing(page: Page) -> str:
    page.goto("/console/exports/")
    return str(page.locator("a[href$='/withdraw/']").first.get_attribute("href"))


def _propose(page: Page, receipt: str) -> None:
    page.goto(f"/console/votes/propose/void/?receipt={receipt}")
    page.locator("#reason").fill("두 번 눌렀다고 알려 왔어요")
    page.locator("form.stack button").click()
