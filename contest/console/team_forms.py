"""The forms of teams and entrants."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contest.console.stage_forms import line, paragraph, whole
from contest.rules.teams import (
    CONTEXT_TOKENS,
    KINDS,
    EntrantFacts,
    MaskedNames,
    OrganisationFacts,
    Replica,
    TeamFacts,
)


class TeamForm(forms.Form):
    """A team with its lead organisation; the participating ones come in a list of their own."""

    slug = line(
        _("짧은 이름"),
        _("주소와 파일에 쓰는 이름이에요. 영어 소문자, 숫자, 붙임표로 적어요. 나중에 바꿀 수 없어요."),
        40,
        required=True,
    )
    name_ko = line(_("한국어 이름"))
    name_en = line(_("영어 이름"))
    lead_ko = line(_("주관 기관(한국어)"))
    lead_en = line(_("주관 기관(영어)"))
    description_ko = paragraph(_("소개(한국어)"), _("시민이 팀을 알 수 있게 한두 문장으로 적으세요."), 3)
    description_en = paragraph(_("소개(영어)"), "", 3)
    masked_families = paragraph(
        _("묻지 않으면 언제나 가릴 이름"),
        _("다른 뜻이 없는 모델 이름이에요. 별명과 줄임말도 한 줄에 하나씩 적으세요."),
        4,
    )
    masked_products = paragraph(
        _("제 이름으로 쓸 때 가릴 이름"), _("다른 뜻도 있는 모델이나 서비스 이름이에요. 한 줄에 하나씩 적으세요."), 4
    )
    masked_makers = paragraph(
        _("만든 곳으로 말할 때 가릴 이름"), _("팀과 기관의 이름이에요. 한 줄에 하나씩 적으세요."), 4
    )


class OrganisationForm(forms.Form):
    """A participating organisation. A row that is emptied goes."""

    name_ko = line(_("한국어 이름"))
    name_en = line(_("영어 이름"))


class EntrantForm(forms.Form):
    """An entrant's facts; its replicas come in a list of their own."""

    slug = line(
        _("짧은 이름"),
        _("영어 소문자, 숫자, 붙임표로 적어요. 새 버전에는 새 이름을 쓰세요. 나중에 바꿀 수 없어요."),
        40,
        required=True,
    )
    name_ko = line(_("공개할 이름(한국어)"), _("투표한 뒤에 시민이 보는 이름이에요."))
    name_en = line(_("공개할 이름(영어)"))
    version = line(_("버전"), _("팀이 굳힌 버전이에요. 버전이 없으면 단계를 열 수 없어요."))
    weights_sha256 = line(_("가중치 SHA-256"), _("팀이 알려 주면 적으세요. 16진수 소문자 64자예요. 모르면 비우세요."))
    licence = paragraph(_("사용 조건"), _("가중치와 답변을 어떻게 써도 되는지 적으세요."), 3)
    is_reference = forms.BooleanField(
        label=_("겨루지 않는 기준 AI"),
        help_text=_("순위를 겨루지 않고 견줄 기준만 돼요. 나중에 바꿀 수 없어요."),
        required=False,
    )


class ReplicaForm(forms.Form):
    """Where an entrant is served. A row that is emptied goes."""

    base_url = line(_("주소"), _("보기: https://host:8000. 경로는 적지 마세요."), 300)
    served_name = line(_("서버가 쓰는 이름"), _("서버를 켤 때 --served-model-name에 준 이름이에요."))
    api_key_variable = line(
        _("열쇠가 든 환경 변수"), _("열쇠가 아니라 변수의 이름을 적으세요. ENDPOINT_KEY_로 시작해요. 없으면 비우세요.")
    )
    context_tokens = whole(
        _("대화 길이(토큰)"),
        _("질문과 답변을 합쳐 받을 수 있는 토큰 수예요. 서버를 켤 때 --max-model-len에 준 값이에요. 비우면 16384예요."),
        required=False,
    )


OrganisationForms = forms.formset_factory(OrganisationForm, extra=0)
ReplicaForms = forms.formset_factory(ReplicaForm, extra=0)


def initial_team(facts: TeamFacts) -> dict[str, Any]:
    """A team's facts as the form's values."""
    same = ("slug", "name_ko", "name_en", "description_ko", "description_en")
    masked = {f"masked_{kind}": "\n".join(getattr(facts.names, kind)) for kind in KINDS}
    return (
        {name: getattr(facts, name) for name in same}
        | masked
        | {
            "lead_ko": facts.lead.name_ko,
            "lead_en": facts.lead.name_en,
        }
    )


def initial_participants(facts: TeamFacts) -> list[dict[str, str]]:
    """The participating organisations as the rows' values."""
    return [{"name_ko": one.name_ko, "name_en": one.name_en} for one in facts.participants]


def team_of_form(values: dict[str, Any], rows: list[dict[str, Any]], static_emblem: str) -> TeamFacts:
    """The facts that valid forms stand for. `static_emblem` is no organiser's to write: it comes with the site."""
    return TeamFacts(
        slug=values["slug"],
        name_ko=values["name_ko"],
        name_en=values["name_en"],
        lead=OrganisationFacts(values["lead_ko"], values["lead_en"]),
        participants=tuple(OrganisationFacts(row["name_ko"], row["name_en"]) for row in rows if any(row.values())),
        description_ko=values["description_ko"].replace("\r\n", "\n"),
        description_en=values["description_en"].replace("\r\n", "\n"),
        static_emblem=static_emblem,
        names=MaskedNames(*(_lines(values[f"masked_{kind}"]) for kind in KINDS)),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def initial_entrant(facts: EntrantFacts) -> dict[str, Any]:
    """An entrant's facts as the form's values."""
    return {name: getattr(facts, name) for name in EntrantForm.base_fields}


def entrant_of_form(values: dict[str, Any], team: str) -> EntrantFacts:
    """The facts that a valid form stands for."""
    return EntrantFacts(team=team, **values | {"licence": values["licence"].replace("\r\n", "\n")})


def replicas_of_form(rows: list[dict[str, Any]]) -> tuple[Replica, ...]:
    """The replicas that valid rows stand for."""
    return tuple(
        Replica(
            row["base_url"].rstrip("/"),
            row["served_name"],
            row["api_key_variable"],
            CONTEXT_TOKENS if row["context_tokens"] is None else row["context_tokens"],
        )
        for row in rows
        if any(row[name] for name in ("base_url", "served_name", "api_key_variable"))
    )
