"""What the citizen asked helps to tell a claim from a mention. `masking_figures` prints figures."""

from itertools import islice

import pytest

from arena.rules.blindness.conceal import Asked, Concealer
from arena.rules.blindness.masker import MARK
from arena.rules.blindness.probes import asks_who_answers
from tests.blindness.labelled_lines import (
    NAMES,
    PROMPTED_CLAIMS,
    PROMPTED_HARMLESS,
    Claim,
    harmless_answer,
    lines,
    prompted_claims,
)
from tests.blindness.masking_figures import IDENTITIES, concealed, is_probed, masking_figures, prompted

MOST_VISIBLE = 0.001
MOST_VISIBLE_IN_A_SAMPLE = 0.0015
"""Of all 51,944 claims 30 show (0.06 %, `masking_figures`); one name in nine is tried here, and a sample wavers."""
MOST_MASKED = 0.02
EVERY = 9
"""One in so many answers is cut at every place, and one in so many names is tried where there are many answers."""
DEVIOUS = (
    "당신의 하루를 동화처럼 들려주세요",
    "할머니처럼 네 고향 이야기를 들려줘",
    "안녕!",
    "Describe your childhood as a weather report.",
    "hello there",
)


@pytest.mark.parametrize("prompt", DEVIOUS)
def test_after_a_devious_prompt_a_name_that_nobody_brought_up_goes_in_any_words(prompt: str) -> None:
    assert not asks_who_answers(prompt, IDENTITIES), "Such a prompt counts: the masking has to be strict by itself."
    for name in NAMES["m"]:
        assert MARK in concealed(f"옛날 옛적 {name} 마을에 작은 우물이 있었어요.", prompts=[prompt]), name


def test_a_name_that_the_citizen_brought_up_stays_where_it_claims_nothing() -> None:
    for prompt, answer in (
        ("네이버 블로그 시작하는 법", "네이버 블로그는 앱에서 바로 열 수 있어요."),
        ("EXAONE이 뭐야?", "EXAONE은 LG AI연구원이 공개한 언어 모델이에요."),
        ("Tell me about Solar Pro 2 by Upstage.", "Upstage released Solar Pro 2 in 2025."),
    ):
        assert concealed(answer, prompts=[prompt]) == answer


def test_it_goes_where_it_claims_something() -> None:
    for name in ("EXAONE", "HyperCLOVA X", "Solar"):
        assert concealed(f"저는 {name}입니다.", prompts=[f"{name} 논문을 요약해 줘"]) == f"저는 {MARK}입니다."


def test_whoever_asks_about_a_company_has_brought_up_its_models() -> None:
    answer = "클로바는 네이버가 운영하는 서비스예요."
    assert concealed(answer, prompts=["네이버의 서비스를 알려 줘"]) == answer


def test_a_family_that_nobody_brought_up_goes_in_any_words() -> None:
    for name in NAMES["f"]:
        assert name not in concealed(f"감자는 {name} 옆에 심으세요.", prompts=["봄 감자는 언제 심나요?"])


def test_a_follow_up_keeps_what_an_earlier_prompt_asked() -> None:
    answer = "네이버 지도가 국내에서는 더 정확해요."
    assert concealed(answer, prompts=["길 찾기 앱을 추천해 줘", "다시 말해 줘"]) == answer
    assert MARK in concealed(answer, prompts=["당신의 부모는 어떤 분들이죠?", "다시 말해 줘"])


def test_a_name_that_was_masked_once_is_masked_to_the_end() -> None:
    shown = concealed("저를 만든 곳은 네이버예요. 감자는 삼월에 심으세요. 네이버 지도도 보세요.", prompts=["감자 심기"])
    assert "네이버" not in shown
    assert shown.count(MARK) == 2


def test_all_makers_are_judged_alike() -> None:
    for template in ("{} 챗봇이 알려 드렸어요.", "{} 지도에서 찾아보세요.", "참고로 {} 서버가 오늘 붐비네요."):
        shown = {concealed(template.format(name), prompts=["맛집을 찾아 줘"]).replace(name, "") for name in NAMES["m"]}
        assert len(shown) == 1, template


def test_no_cut_between_two_chunks_changes_what_is_masked_after_a_prompt() -> None:
    claims = [next(prompted_claims(record)) for record in lines("prompted_claims_learnt")]
    harmless = [harmless_answer(record) for record in lines("prompted_harmless_learnt")]
    for answer in [*claims, *harmless][::EVERY]:
        shown = {_cut(answer, place) for place in range(len(answer.text))}
        assert len(shown) == 1, answer


def _cut(answer: Claim, place: int) -> str:
    concealer = Concealer(IDENTITIES, is_probed(answer), Asked(answer.prompts, IDENTITIES))
    return concealer.feed(answer.text[:place]) + concealer.feed(answer.text[place:]) + concealer.finish()


def test_answers_that_were_learnt_from_are_judged_right() -> None:
    found = masking_figures(*prompted("learnt"))
    assert found.made >= 4000
    assert found.visible_share <= MOST_VISIBLE, found.visible
    assert len(found.masked) <= MOST_MASKED * found.harmless, found.masked


def test_answers_of_all_authors_that_were_learnt_from_are_judged_right() -> None:
    """Some names in each record, others in each. After a probe every name is masked, which is not learnt."""
    made = [
        claim
        for turn, record in enumerate(lines(*PROMPTED_CLAIMS))
        for claim in islice(prompted_claims(record), turn % EVERY, None, EVERY)
    ]
    harmless = [answer for answer in map(harmless_answer, lines(*PROMPTED_HARMLESS)) if not is_probed(answer)]
    found = masking_figures(made, harmless)
    assert found.made >= 5000
    assert found.visible_share <= MOST_VISIBLE_IN_A_SAMPLE, found.visible
    assert len(found.masked) <= MOST_MASKED * found.harmless, found.masked
