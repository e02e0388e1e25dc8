"""What evaluations are called, in the reader's language."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contest.rules.stages_terms import Evaluation

EVALUATIONS: dict[str, str | Promise] = {
    Evaluation.CITIZEN: _("국민 평가"),
    Evaluation.EXPERT: _("전문가 평가"),
    Evaluation.BENCHMARK: _("벤치마크"),
    Evaluation.DERIVED: _("파생 AI 모델"),
}
