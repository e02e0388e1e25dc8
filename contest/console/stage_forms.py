"""The form of a stage's terms: every field with its label and a sentence of help, and nothing typed is lost."""

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.utils.translation import gettext_lazy as _

from contest.rules.stages_terms import Evaluation, Gate, Prompt, Release, StageTerms, Topic, Voters

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Text: TypeAlias = "str | _StrPromise"
MOST_WHOLE = 2_000_000_000
"""What the table can hold; what is sensible is said by the gate."""
BETWEEN_PROMPTS = re.compile(r"\n[ \t]*\n")


class InstantInput(forms.DateTimeInput):
    """The browser's own picker of date and time; seconds are shown where there are some."""

    input_type = "datetime-local"

    def format_value(self, value: Any) -> str | None:
        """As the picker wants it; what somebody typed comes back as it was."""
        if not isinstance(value, datetime):
            return value or None
        return value.strftime("%Y-%m-%dT%H:%M:%S" if value.second else "%Y-%m-%dT%H:%M")


def instant(label: Text, help_text: Text) -> forms.DateTimeField:
    """A date and time in Korea."""
    wrong = _("날짜와 시각을 적으세요. 보기: 2027-03-02 09:00")
    return forms.DateTimeField(
        label=label, help_text=help_text, widget=InstantInput(), error_messages={"required": wrong, "invalid": wrong}
    )


def whole(label: Text, help_text: Text, *, required: bool = True) -> forms.IntegerField:
    """A whole number of 0 or more."""
    wrong = _("0 이상의 정수를 적으세요.")
    names = ("required", "invalid", "min_value", "max_value")
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=required,
        min_value=0,
        max_value=MOST_WHOLE,
        error_messages=dict.fromkeys(names, wrong),
    )


def number(label: Text, help_text: Text) -> forms.FloatField:
    """A number of 0 or more."""
    wrong = _("0 이상의 수를 적으세요.")
    names = ("required", "invalid", "min_value", "max_value")
    return forms.FloatField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_value=MOST_WHOLE,
        widget=forms.NumberInput(attrs={"step": "any"}),
        error_messages=dict.fromkeys(names, wrong),
    )


def line(label: Text, help_text: Text = "", most: int = 100, *, required: bool = False) -> forms.CharField:
    """One line of text."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=most,
        error_messages={
            "required": _("이 칸을 채우세요."),
            "max_length": _("%(limit_value)d자 안으로 줄이세요. 지금은 %(show_value)d자예요."),
        },
    )


def paragraph(label: Text, help_text: Text = "", rows: int = 4) -> forms.CharField:
    """Several lines of text. What stands at the beginning and the end stays: the digests are made of it."""
    return forms.CharField(
        label=label, help_text=help_text, required=False, strip=False, widget=forms.Textarea(attrs={"rows": rows})
    )


class SlugForm(forms.Form):
    """What only a new stage is asked."""

    slug = line(
        _("짧은 이름"),
        _("주소와 파일에 쓰는 이름이에요. 영어 소문자, 숫자, 붙임표로 적어요. 보기: stage-1"),
        40,
        required=True,
    )


class TermsForm(forms.Form):
    """All terms but the topics and the gates, which come in lists of their own."""

    name_ko = line(_("한국어 이름"))
    name_en = line(_("영어 이름"))
    opens_at = instant(_("시작하는 때"), _("한국 시각이에요. 규칙을 알린 날에서 30일 뒤가 좋아요."))
    closes_at = instant(_("끝나는 때"), _("한국 시각이에요. 이때부터 새 대결을 받지 않아요."))
    rules_ko = paragraph(_("한국어 규칙"), _("시민이 읽는 규칙이에요. 마크다운으로 적을 수 있어요."), 10)
    rules_en = paragraph(_("영어 규칙"), _("한국어 규칙과 같은 내용이어야 해요."), 10)
    voters = forms.ChoiceField(
        label=_("누구의 표를 세나요"),
        help_text=_("다른 사람도 대결할 수 있지만 표는 세지 않아요. 그 사람에게도 그렇게 알려요."),
        choices=[
            (Voters.EVERYONE.value, _("누구나")),
            (Voters.SIGNED_IN.value, _("본인 확인을 한 시민")),
            (Voters.PANEL.value, _("뽑힌 평가단")),
        ],
    )
    votes_per_day = whole(
        _("한 사람의 하루 표 한도"), _("넘는 표는 세지 않아요. 비우면 한도가 없어요."), required=False
    )
    votes_per_stage = whole(
        _("한 사람의 단계 표 한도"), _("넘는 표는 세지 않아요. 비우면 한도가 없어요."), required=False
    )
    least_seconds = whole(
        _("읽는 시간(초)"), _("두 답변이 끝나고 이보다 빨리 준 표는 세지 않아요. 0이면 따지지 않아요.")
    )
    probes_count = forms.BooleanField(
        label=_("누가 답하는지 물은 대결의 표도 세기"),
        help_text=_("보통은 세지 않아요. 이름을 알아내려는 질문일 수 있어요."),
        required=False,
    )
    max_turns = whole(_("한 대결에서 물을 수 있는 횟수"), _("처음 질문을 더해 1에서 20 사이예요."))
    min_votes = whole(_("점수를 내는 데 드는 표"), _("표가 이보다 적은 참가 AI는 점수 없이 보여요."))
    release = forms.ChoiceField(
        label=_("순위표 공개"),
        help_text=_("봉인하면 닫을 때까지 시민에게 순위를 보이지 않아요."),
        choices=[
            (Release.AT_ONCE.value, _("바로바로")),
            (Release.HOURLY.value, _("한 시간마다")),
            (Release.DAILY.value, _("하루에 한 번, 자정")),
            (Release.AT_CLOSE.value, _("봉인하고 닫을 때")),
        ],
    )
    system_prompt = paragraph(
        _("모두에게 똑같이 주는 지시"), _("참가 AI가 질문보다 먼저 읽는 글이에요. 팀 이름을 넣지 마세요.")
    )
    temperature = number(_("온도"), _("0에서 2 사이예요. 높을수록 답변이 더 다양해요."))
    top_p = number(_("top-p"), _("0.01에서 1 사이예요. 낮을수록 흔한 말만 골라요."))
    max_tokens = whole(_("답변의 가장 긴 길이(토큰)"), _("1,024토큰은 한국어로 1,500자쯤이에요."))
    texts_kept_days = whole(_("글을 보관하는 날수"), _("닫은 뒤 이만큼 지나면 질문과 답변을 지워요."))
    weight_citizen = whole(
        _("국민 평가 배점"), _("배점의 합은 100점이에요. 쓰지 않는 평가는 비우세요."), required=False
    )
    weight_expert = whole(_("전문가 평가 배점"), "", required=False)
    weight_benchmark = whole(_("벤치마크 배점"), "", required=False)
    weight_derived = whole(_("파생 AI 모델 배점"), "", required=False)

    def clean(self) -> dict[str, Any]:
        """The window must not be reversed: it has no place in the table."""
        values: dict[str, Any] = super().clean() or {}
        opens_at, closes_at = values.get("opens_at"), values.get("closes_at")
        if opens_at and closes_at and opens_at >= closes_at:
            self.add_error("closes_at", _("끝나는 때를 시작하는 때보다 늦게 정하세요."))
        return values


class TopicForm(forms.Form):
    """A topic with its example prompts. A row that is emptied goes."""

    slug = line(_("짧은 이름"), _("보기: farming"), 40)
    name_ko = line(_("한국어 이름"))
    name_en = line(_("영어 이름"))
    prompts_ko = paragraph(_("한국어 보기 질문"), _("질문과 질문 사이는 한 줄을 비우세요."))
    prompts_en = paragraph(_("영어 보기 질문"), _("한국어와 같은 순서로, 사이는 한 줄을 비우세요."))

    def clean(self) -> dict[str, Any]:
        """As many prompts in one language as in the other, so that each has its twin."""
        values: dict[str, Any] = super().clean() or {}
        korean, english = _prompts(values.get("prompts_ko")), _prompts(values.get("prompts_en"))
        if len(korean) != len(english):
            self.add_error(
                "prompts_en",
                _("한국어 질문은 %(ko)d개, 영어 질문은 %(en)d개예요. 같은 순서로 같은 수만큼 적으세요.")
                % {"ko": len(korean), "en": len(english)},
            )
        return values


class GateForm(forms.Form):
    """A gate beside the score. A row that is emptied goes."""

    slug = line(_("짧은 이름"), _("보기: independence"), 40)
    name_ko = line(_("한국어 이름"))
    name_en = line(_("영어 이름"))


TopicForms = forms.formset_factory(TopicForm, extra=0)
GateForms = forms.formset_factory(GateForm, extra=0)


def initial_terms(terms: StageTerms) -> dict[str, Any]:
    """The terms as the form's values."""
    simple = {name: getattr(terms, name) for name in TermsForm.base_fields if not name.startswith("weight_")}
    simple |= {"voters": terms.voters.value, "release": terms.release.value}
    return simple | {f"weight_{name}": points for name, points in terms.weights.items()}


def initial_topics(terms: StageTerms) -> list[dict[str, str]]:
    """The topics as the rows' values."""
    return [
        {
            "slug": topic.slug,
            "name_ko": topic.name_ko,
            "name_en": topic.name_en,
            "prompts_ko": "\n\n".join(prompt.ko for prompt in topic.prompts),
            "prompts_en": "\n\n".join(prompt.en for prompt in topic.prompts),
        }
        for topic in terms.topics
    ]


def initial_gates(terms: StageTerms) -> list[dict[str, str]]:
    """The gates as the rows' values."""
    return [{"slug": gate.slug, "name_ko": gate.name_ko, "name_en": gate.name_en} for gate in terms.gates]


def terms_of_form(values: dict[str, Any], topics: list[dict[str, Any]], gates: list[dict[str, Any]]) -> StageTerms:
    """The terms that valid forms stand for."""
    weights = {name: values[f"weight_{name}"] for name in map(str, Evaluation)}
    simple = {name: value for name, value in values.items() if not name.startswith("weight_")}
    simple |= {"voters": Voters(values["voters"]), "release": Release(values["release"])}
    return StageTerms(
        **{name: _unix(value) if isinstance(value, str) else value for name, value in simple.items()},
        weights={name: points for name, points in weights.items() if points is not None},
        topics=tuple(_topic(row) for row in topics if any(row.values())),
        gates=tuple(Gate(row["slug"], row["name_ko"], row["name_en"]) for row in gates if any(row.values())),
    )


def _topic(row: dict[str, Any]) -> Topic:
    pairs = zip(_prompts(row["prompts_ko"]), _prompts(row["prompts_en"]), strict=True)
    return Topic(row["slug"], row["name_ko"], row["name_en"], tuple(Prompt(ko, en) for ko, en in pairs))


def _prompts(text: str | None) -> list[str]:
    return [part.strip() for part in BETWEEN_PROMPTS.split(_unix(text or "")) if part.strip()]


def _unix(text: Any) -> Any:
    # Browsers send \r\n; the digest of a text must not depend on who saved it.
    return text.replace("\r\n", "\n") if type(text) is str else text
