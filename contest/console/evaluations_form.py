"""The sheet of an entrant's results as a form, and as lines to read."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from contest.console.stage_forms import line
from contest.queries.evaluation_texts import EVALUATIONS, FAILED_GATE, PASSED_GATE, verdict
from contest.queries.standings import Competitor
from contest.rules.evaluations import (
    MOST_POINTS,
    NOTE_CHARACTERS,
    Entered,
    Judged,
    Sheet,
    entered_evaluations,
    may_be_left_out,
)
from contest.rules.stages_terms import Evaluation, Gate, StageTerms

PASSED, FAILED = "passed", "failed"


class ResultsForm(forms.Form):
    """Points with their source for each entered evaluation, a verdict with its reason for each gate.

    Where the citizens' points are missing, also why the entrant gets no rank.
    """

    def __init__(self, terms: StageTerms, one: Competitor, typed: Mapping[str, Any] | None = None) -> None:
        """`one`: with what was entered before."""
        super().__init__(typed, initial=_initial(one.sheet))
        self.names, self.gates = entered_evaluations(terms), terms.gates
        for name in self.names:
            self.fields[f"points_{name}"] = _points_field()
            self.fields[f"note_{name}"] = line(
                _("근거"), _("누가 언제 어떻게 낸 점수인지 적으세요. 순위를 공개하면 함께 보여요."), NOTE_CHARACTERS
            )
        for gate in self.gates:
            self.fields[f"gate_{gate.slug}"] = _verdict_field()
            self.fields[f"reason_{gate.slug}"] = line(
                _("이유"), _("무엇을 보고 정했는지 적으세요. 순위를 공개하면 함께 보여요."), NOTE_CHARACTERS
            )

        if may_be_left_out(terms, is_rated=one.citizen is not None):
            self.fields["left_out"] = line(
                _("순위를 매기지 않는 이유"),
                _("국민 평가 점수가 없어요. 이유를 적으면 순위 없이 공개하고, 비워 두면 공개할 수 없어요."),
                NOTE_CHARACTERS,
            )

    def clean(self) -> dict[str, Any]:
        """Mark the field where a source or a reason is lacking."""
        values = super().clean() or {}
        for given, told in self._pairs():
            if values.get(given) not in (None, "") and not values.get(told, ""):
                self.add_error(told, _("이 칸을 채우세요."))
        return values

    def evaluation_rows(self) -> list[tuple[str, BoundField, BoundField]]:
        """Each evaluation's name with its fields."""
        return [(str(EVALUATIONS[name]), self[f"points_{name}"], self[f"note_{name}"]) for name in self.names]

    def gate_rows(self) -> list[tuple[Gate, BoundField, BoundField]]:
        """Each gate with its fields."""
        return [(gate, self[f"gate_{gate.slug}"], self[f"reason_{gate.slug}"]) for gate in self.gates]

    def left_out_field(self) -> BoundField | None:
        """Why it gets no rank; None where it has all points that it needs."""
        return self["left_out"] if "left_out" in self.fields else None

    def _pairs(self) -> list[tuple[str, str]]:
        points = [(f"points_{name}", f"note_{name}") for name in self.names]
        return points + [(f"gate_{gate.slug}", f"reason_{gate.slug}") for gate in self.gates]


def sheet_in(form: ResultsForm, terms: StageTerms) -> Sheet:
    """What was typed; empty fields are results that are not there."""
    values = form.cleaned_data
    points = {
        name: Entered(values[f"points_{name}"], values[f"note_{name}"])
        for name in entered_evaluations(terms)
        if values[f"points_{name}"] is not None
    }
    gates = {
        gate.slug: Judged(values[f"gate_{gate.slug}"] == PASSED, values[f"reason_{gate.slug}"])
        for gate in terms.gates
        if values[f"gate_{gate.slug}"]
    }
    return Sheet(points, gates, values.get("left_out", ""))


def result_lines(terms: StageTerms, one: Competitor, language: str) -> list[tuple[object, str, str]]:
    """What is there now: its name, the result, and its source or reason."""
    lines: list[tuple[object, str, str]] = []
    if terms.weights.get(Evaluation.CITIZEN, 0):
        shown = f"{one.citizen.value} ({one.citizen.lower}–{one.citizen.upper})" if one.citizen else ""
        lines.append((EVALUATIONS[Evaluation.CITIZEN], shown, _("시민의 표로 계산해요")))
    for name in entered_evaluations(terms):
        entered = one.sheet.points.get(name)
        lines.append((EVALUATIONS[name], str(entered.points) if entered else "", entered.note if entered else ""))
    for gate in terms.gates:
        judged = one.sheet.gates.get(gate.slug)
        lines.append((gate.name(language), verdict(judged), judged.reason if judged else ""))
    if one.sheet.left_out:
        lines.append((_("순위"), _("순위 없음"), one.sheet.left_out))
    return lines


def _initial(sheet: Sheet) -> dict[str, Any]:
    points = {f"points_{name}": entered.points for name, entered in sheet.points.items()}
    notes = {f"note_{name}": entered.note for name, entered in sheet.points.items()}
    gates = {f"gate_{slug}": PASSED if judged.passed else FAILED for slug, judged in sheet.gates.items()}
    reasons = {f"reason_{slug}": judged.reason for slug, judged in sheet.gates.items()}
    return points | notes | gates | reasons | {"left_out": sheet.left_out}


def _points_field() -> forms.DecimalField:
    wrong = _("0에서 100 사이로, 소수 둘째 자리까지 적으세요.")
    codes = ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits")
    return forms.DecimalField(
        label=_("점수"),
        help_text=_("0에서 100점이에요. 아직 없으면 비우세요."),
        required=False,
        min_value=0,
        max_value=MOST_POINTS,
        max_digits=5,
        decimal_places=2,
        error_messages=dict.fromkeys(codes, wrong),
    )


def _verdict_field() -> forms.ChoiceField:
    choices = [("", _("아직 정하지 않음")), (PASSED, PASSED_GATE), (FAILED, FAILED_GATE)]
    return forms.ChoiceField(label=_("결과"), required=False, choices=choices)
