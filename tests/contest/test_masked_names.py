"""What teams are called is masked in their stages; a team whose names nothing masks keeps a stage from opening."""

from dataclasses import replace

import pytest

from arena.actions.prompts import content_rules, prepare_prompt
from arena.models import Pool
from arena.queries.battles import turn_for_worker
from arena.rules.blindness.conceal import Concealer
from arena.rules.blindness.identities import Identities
from arena.rules.blindness.masker import MARK
from contest.actions.refusals import ActRefused
from contest.actions.stages_running import open_stage
from contest.actions.teams import edit_team
from contest.models import Team
from contest.queries.stage_gates import opening_issues
from contest.rules.contest_file.yaml_reading import read_yaml
from contest.rules.teams import MASKED_NAMES, MaskedNames, issues_with_team
from tests.arena_cast import drawn
from tests.contest.cast import OPENS, SETUP, opened, pool_of, published, revision, team_named

pytestmark = pytest.mark.django_db


def rename(slug: str, names: MaskedNames) -> None:
    seen = Team.objects.get(slug=slug).revision
    edit_team(SETUP, replace(team_named(slug), names=names), seen=seen, now=OPENS)


def test_a_stage_does_not_open_with_a_team_whose_names_are_not_masked() -> None:
    published()
    rename("pine", MaskedNames())
    with pytest.raises(ActRefused) as refused:
        open_stage(SETUP, "one", seen=revision(), now=OPENS)
    (issue,) = [issue for issue in refused.value.issues if not issue.is_warning]
    assert issue.code == "names_not_masked"
    assert {"Team Pine", "Pine One", "pine 연구원"} <= set(str(issue.facts["names"]).split(", "))


def test_a_rehearsal_is_only_warned() -> None:
    published(is_rehearsal=True)
    rename("pine", MaskedNames())
    assert [(issue.code, issue.is_warning) for issue in opening_issues("one", OPENS)] == [("names_not_masked", True)]


def test_the_programmes_teams_are_known_without_a_list() -> None:
    known = Identities.builtin()
    for name in ("LG AI연구원", "Naver Cloud", "NC AI", "SK텔레콤", "업스테이지", "K-EXAONE", "A.X K1", "Solar Open"):
        assert known.know(name), name
    assert not known.know("금강송 연구소")


def test_the_names_of_an_open_stage_reach_the_worker_and_the_probes() -> None:
    opened()
    names = turn_for_worker(drawn(pool_of()).turn_ref).names
    concealer = Concealer(Identities.builtin().plus(names))
    assert concealer.feed("저는 Maple One입니다. Birch에서 만들었어요.") + concealer.finish() == (
        f"저는 {MARK}입니다. {MARK}에서 만들었어요."
    )
    assert prepare_prompt("너 Maple One이지?", content_rules(""), names).probed


def test_an_alias_that_is_added_while_the_stage_runs_is_masked_from_then_on() -> None:
    opened()
    rename("pine", replace(team_named("pine").names, products=("소나무",)))
    assert "소나무" in Pool.objects.get(ref=pool_of()).names["products"]


@pytest.mark.parametrize("name", ["", "K", "·", "가" * 101])
def test_a_name_that_would_mask_everything_is_refused(name: str) -> None:
    team = replace(team_named("pine"), names=MaskedNames(families=(name,)))
    assert [issue.code for issue in issues_with_team(team)] == ["mask_name_wrong"]


def test_more_names_than_a_team_has_are_refused() -> None:
    names = tuple(f"이름{number}" for number in range(MASKED_NAMES + 1))
    assert issues_with_team(replace(team_named("pine"), names=MaskedNames(families=names[1:]))) == []
    team = replace(team_named("pine"), names=MaskedNames(families=names))
    assert [issue.code for issue in issues_with_team(team)] == ["mask_names_too_many"]


def test_a_contest_file_lists_them() -> None:
    plan = read_yaml(
        "format: 1\nteams:\n  - slug: pine\n    name: {ko: 소나무, en: Pine}\n    lead: {ko: 소나무, en: Pine}\n"
        "    masked: {families: [Pine One], makers: [Pine, 소나무]}\n"
    )
    assert plan.teams[0].facts.names == MaskedNames(families=("Pine One",), makers=("Pine", "소나무"))
