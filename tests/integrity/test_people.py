"""Habits, haste, bursts and prompts: what is noticed, and what honest contests show."""

from dataclasses import replace

import numpy as np
import pytest

from arena.rules.integrity.bursts import bursts
from arena.rules.integrity.habits import voters_with_habits
from arena.rules.integrity.haste import hasty_voters
from arena.rules.integrity.noticed import Detector
from arena.rules.integrity.same_prompts import alike, normal_form, reused_prompts
from arena.rules.integrity.scan import Seen, scan
from arena.rules.integrity.targeting import Feature
from benchmarks.attacks.defence import everything
from benchmarks.attacks.population import Crowd, Variety
from tests.integrity.crowds import attacked, chance, contest, names

WIDE = Variety(points=(300.0, 150.0, 0.0, -150.0, -300.0))
ASKED = "봄에 베란다 텃밭에 심기 좋은 채소 다섯 가지를 키우기 쉬운 차례로 알려 주세요"


def busiest_says(crowd: Crowd, outcome: np.ndarray) -> tuple[Crowd, str]:
    """The contest with the votes of its busiest voter exchanged for these; the voter's name."""
    who = int(np.bincount(crowd.voter).argmax())
    rows = replace(crowd.rows, outcome=np.where(crowd.voter == who, outcome, crowd.rows.outcome).astype(np.int8))
    return replace(crowd, rows=rows), f"voter=v{who}"


def found_in(crowd: Crowd) -> list[tuple[Detector, str]]:
    return [(one.detector, one.subject) for one in voters_with_habits(crowd.rows, crowd.voter, names(crowd), 0.01)]


def test_a_hand_that_always_goes_left_is_noticed() -> None:
    crowd = contest(1)
    crowd, who = busiest_says(crowd, np.zeros(len(crowd.voter)))
    assert found_in(crowd) == [(Detector.ONE_SIDED, who)]


def test_a_voter_who_never_decides_is_noticed_where_others_do() -> None:
    crowd = contest(2, variety=Variety(ties=0.05))
    crowd, who = busiest_says(crowd, np.full(len(crowd.voter), 2))
    assert (Detector.ALWAYS_TIES, who) in found_in(crowd)


def test_a_contrarian_is_noticed_where_entrants_differ() -> None:
    crowd = contest(3, variety=WIDE)
    crowd, who = busiest_says(crowd, (crowd.rows.a < crowd.rows.b).astype(int))
    assert found_in(crowd) == [(Detector.CONTRARIAN, who)]


def test_a_random_voter_is_noticed_where_entrants_differ_and_is_not_called_contrary() -> None:
    crowd = contest(13, variety=WIDE)
    crowd, who = busiest_says(crowd, chance(13).integers(0, 4, len(crowd.voter)))
    assert found_in(crowd) == [(Detector.RANDOM, who)]


def test_a_random_voter_among_equals_shows_nothing() -> None:
    crowd = contest(14, variety=Variety(points=(5.0, 2.0, 0.0, -2.0, -5.0)))
    crowd, _who = busiest_says(crowd, chance(14).integers(0, 4, len(crowd.voter)))
    assert found_in(crowd) == []


def test_a_voter_who_always_agrees_is_no_contrarian() -> None:
    crowd = contest(4, variety=WIDE)
    crowd, _who = busiest_says(crowd, (crowd.rows.a > crowd.rows.b).astype(int))
    assert found_in(crowd) == []


def test_votes_faster_than_anybody_reads_are_noticed() -> None:
    crowd = contest(5)
    who = int(np.bincount(crowd.voter).argmax())
    delay = np.where(crowd.voter == who, 0.2, crowd.delay)
    (found,) = hasty_voters(delay, crowd.voter, names(crowd), 0.01)
    assert (found.subject, found.numbers["seconds"]) == (f"voter=v{who}", 0.2)


def test_quick_readers_are_not_accused_of_haste() -> None:
    crowd = contest(6)
    who = int(np.bincount(crowd.voter).argmax())
    delay = np.where(crowd.voter == who, 1.5, crowd.delay)
    assert hasty_voters(delay, crowd.voter, names(crowd), 0.01) == []


def test_unknown_delays_say_nothing() -> None:
    crowd = contest(7, 500)
    assert hasty_voters(np.full(500, np.nan), crowd.voter, names(crowd), 1.0) == []


def test_a_burst_is_noticed_with_its_votes() -> None:
    crowd = contest(8)
    sudden = np.where(np.arange(len(crowd.cast_at)) < 300, 400_000.0, crowd.cast_at)
    (found,) = bursts(sudden, 0.01)
    assert found.subject == "from=399600"
    assert set(range(300)) <= set(found.votes.tolist())


def test_no_votes_are_no_burst() -> None:
    assert bursts(np.empty(0), 0.01) == []


def test_spelling_width_case_and_spaces_make_no_other_prompt() -> None:
    assert normal_form("Ａ-B c!  가나") == "abc가나"


def test_near_copies_are_one_prompt_and_other_prompts_are_not() -> None:
    other = "제주도 2박 3일 여행 일정을 비 오는 날까지 생각해서 짜 주실 수 있나요"
    clusters = alike([ASKED, other, ASKED.replace("다섯", "여섯") + "!", "안녕", "안녕"])
    assert clusters.tolist() == [0, -1, 0, -1, -1]


def test_a_prompt_that_few_people_ask_again_and_again_is_noticed() -> None:
    cluster = np.array([0] * 12 + [1] * 12)
    voter = np.array([5, 6] * 6 + list(range(10, 22)))
    (found,) = reused_prompts(cluster, ["tale", "popular"], voter)
    assert (found.subject, found.numbers["voters"]) == ("prompt=tale", 2)


def test_honest_contests_show_next_to_nothing() -> None:
    varieties = [Variety(), Variety(taste=0.8), Variety(ties=0.5, side=0.3), WIDE]
    alarms = [one for seed in range(20) for one in everything(contest(100 + seed, variety=varieties[seed % 4]))]
    # Eight detectors, one in a hundred scans each: three in twenty scans has a chance of one in three hundred.
    assert len(alarms) < 4


def test_people_are_compared_with_the_board_without_the_groups_that_were_found() -> None:
    crowd = attacked(9)
    found = everything(crowd)
    assert found[0].detector is Detector.GROUP_TARGETS
    assert Detector.VOTER_TARGETS not in {one.detector for one in found}


def test_a_scan_before_there_is_a_board_finds_no_leaning() -> None:
    crowd = contest(10, 1)
    seen = Seen(crowd.rows, crowd.voter, names(crowd), crowd.features(), crowd.cast_at, crowd.delay)
    assert scan(seen) == []


@pytest.mark.parametrize("votes", [0, 1])
def test_the_prompt_feature_may_be_empty(votes: int) -> None:
    crowd = contest(11, 50)
    prompts = Feature("prompt", [], np.full(50, -1))
    seen = Seen(crowd.rows, crowd.voter, names(crowd), [prompts], crowd.cast_at[:votes], crowd.delay)
    assert scan(seen) == []


def test_the_same_seed_gives_the_same_contest() -> None:
    assert (chance(1).random(3) == chance(1).random(3)).all()
    assert (contest(12).rows.outcome == contest(12).rows.outcome).all()
