"""What signs weigh is learnt from the labelled lines, and from nothing else."""

import json

from arena.rules.blindness.asked import Asked
from arena.rules.blindness.masker import Masker
from arena.rules.blindness.mention import Mention
from arena.rules.blindness.signs import signs_of
from arena.rules.blindness.weighing import WEIGHTS, weight_of
from arena.rules.blindness.word_kinds import words_of
from tests.blindness.labelled_lines import NAMES, filled, taught_lines, varied
from tests.blindness.masking_figures import IDENTITIES, labelled
from tests.blindness.teach import taught_by


def mentions(text: str, *prompts: str) -> list[Mention]:
    """All mentions that the masker would judge."""
    found: list[Mention] = []

    def note(mention: Mention) -> bool:
        found.append(mention)
        return False

    masker = Masker(IDENTITIES, asked=Asked(prompts, IDENTITIES), judge=note)
    masker.feed(text)
    masker.finish()
    return found


def test_the_weights_were_learnt_from_the_lines_as_they_are() -> None:
    digest = json.loads(WEIGHTS.read_text(encoding="utf-8"))["taught_by"]
    assert digest == taught_by(), "Lines or kinds have changed. Learn again: python -m tests.blindness.teach"


def test_unseen_figures_leave_out_what_was_learnt_by_chance() -> None:
    taught = taught_lines()
    made, harmless = labelled("unseen")
    assert not taught & {claim.text for claim in made}
    assert not taught & {line.text for line in harmless}


def test_a_template_with_choices_makes_the_same_lines_each_time() -> None:
    template = "<저를|나를> 만든 곳은 {m}[이에요|예요]."
    assert varied(template, 5) == varied(template, 5)
    assert len(set(varied(template, 5))) == 5
    assert all(line.startswith(("저를 만든", "나를 만든")) and "|" not in line for line in varied(template, 5))


def test_the_signs_of_a_mention_do_not_depend_on_which_name_it_is() -> None:
    for template in ("저를 만든 곳은 {m}입니다.", "I was raised by {m}, as you know.", "{m} runs the portal."):
        signs = {frozenset(signs_of(*mentions(filled(template, {"m": name})))) for name in NAMES["m"]}
        assert len(signs) == 1, template


def test_the_signs_do_not_depend_on_which_name_the_prompt_brings_up() -> None:
    for prompt in (
        "{m}[이랑|랑] 무슨 사이야?",
        "{m}[은|는] 어디 있어?",
        "Is {m} your home?",
        "{m}[과|와] {m}[을|를] 비교",
    ):
        signs = {
            frozenset(signs_of(*mentions(f"제 고향은 {name}, 이곳이에요.", filled(prompt, {"m": name}))))
            for name in NAMES["m"]
        }
        assert len(signs) == 1, prompt


def test_words_of_one_kind_are_alike() -> None:
    assert {word.kind for word in words_of("개발한 학습시킨 설계했습니다 만들어졌어요")} == {"make"}
    assert {word.kind for word in words_of("made trained building designs")} == {"make"}
    assert [word.kind for word in words_of("저는 냉장고를 구입했어요")] == ["i", "goods", "use"]


def test_claims_outweigh_mentions() -> None:
    claim, mention = mentions("저를 길러 낸 회사는 네이버예요.\n네이버 카페에서 길러 낸 모종을 샀어요.")
    assert weight_of(claim) > 0 > weight_of(mention)
