"""What evaluations and the results of gates are called, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contest.rules.evaluations import Judged
from contest.rules.stages_terms import Evaluation

EVALUATIONS: dict[str, str | Promise] = {
    Evaluation.CITIZEN: _("국민 평가"),
    Evaluation.EXPERT: _("전문가 평가"),
    Evaluation.BENCHMARK: _("벤치마크"),
    Evaluation.DERIVED: _("파생 AI 모델"),
}
PASSED_GATE, FAILED_GATE = _("통과"), _("넘지 못함")


def verdict(judged: Judged | None) -> str:
    """What a gate's result is called; empty while there is none."""
    return "" if judged is None else str(PASSED_GATE if judged.passed else FAILED_GATE)
