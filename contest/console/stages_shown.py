"""A stage in the reader's language: its name, its state in a word, its terms line by line."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contest.console.stage_forms import TermsForm, initial_terms
from contest.queries.stage_records import StageRecord
from contest.rules.stages import StageState
from contest.rules.stages_terms import StageTerms

STATES: dict[StageState, str | Promise] = {
    StageState.DRAFT: gettext_lazy("준비 중"),
    StageState.PUBLISHED: gettext_lazy("규칙 알림"),
    StageState.OPEN: gettext_lazy("열림"),
    StageState.PAUSED: gettext_lazy("멈춤"),
    StageState.CLOSED: gettext_lazy("닫힘"),
    StageState.FINAL: gettext_lazy("굳힘"),
}


def heading(record: StageRecord, language: str) -> dict[str, object]:
    """What every page about a stage says of it."""
    name = record.terms.name_ko if language == "ko" else record.terms.name_en
    return {"name": name or record.slug, "state_label": STATES[record.state], "record": record}


def term_lines(terms: StageTerms, language: str) -> list[tuple[str, str]]:
    """Every term as its label and its value, in the order of the form."""
    values = initial_terms(terms)
    lines = [
        (str(field.label), _value(field, values.get(name)))
        for name, field in TermsForm.base_fields.items()
        if not name.startswith("weight_") or values.get(name) is not None
    ]
    topics = [
        f"{topic.name_ko if language == 'ko' else topic.name_en} ({len(topic.prompts)})" for topic in terms.topics
    ]
    gates = [gate.name(language) for gate in terms.gates]
    return [*lines, (_("주제와 보기 질문"), ", ".join(topics) or "–"), (_("관문"), ", ".join(gates) or "–")]


def _value(field: forms.Field, value: object) -> str:
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    if isinstance(field, forms.BooleanField):
        return _("예") if value else _("아니요")
    if isinstance(field, forms.DateTimeField):
        shown = field.prepare_value(value)
        return f"{shown:%Y-%m-%d %H:%M}" if shown else "–"
    return "–" if value is None or value == "" else str(value)
