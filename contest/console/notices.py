"""Notices: what the public reads on every page, and what organisers were told by e-mail and webhook."""

from datetime import UTC, datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contest.actions.notices import end_notice, publish_notice
from contest.actions.refusals import ActRefused
from contest.console.access import needs, organiser, role_in
from contest.console.layout_downloads import csv_answer
from contest.console.layout_lists import counted_page
from contest.console.refused import done_a_moment_ago, lines_of
from contest.console.stage_forms import paragraph
from contest.console.stages_tables import Column, csv_of, table_of
from contest.message_words import channels, sentences
from contest.queries.messages import MessageView, count_messages, messages_page
from contest.queries.notices import KIND_WORDS, NoticeView, all_notices
from contest.queries.stage_records import stage_records
from contest.rules.roles import Act, may
from contest.rules.stages import StageState


class NoticeForm(forms.Form):
    """A notice about a stage."""

    stage = forms.ChoiceField(label=gettext_lazy("단계"), error_messages={"required": gettext_lazy("단계를 고르세요.")})
    notice_ko = paragraph(gettext_lazy("시민에게 알릴 글(한국어)"), gettext_lazy("모든 화면 위쪽에 보여요."), 3)
    notice_en = paragraph(gettext_lazy("시민에게 알릴 글(영어)"), gettext_lazy("한국어와 같은 내용이어야 해요."), 3)
    degraded = forms.BooleanField(
        label=gettext_lazy("서비스가 평소보다 나빠요"),
        help_text=gettext_lazy("답변이 느리거나 일부 참가 AI가 빠졌을 때 골라요. 단계를 닫으면 저절로 내려가요."),
        required=False,
    )


COLUMNS: list[Column[NoticeView]] = [
    Column("text", gettext_lazy("알린 글"), lambda one: one.text),
    Column("stage", gettext_lazy("단계"), lambda one: one.stage),
    Column("kind", gettext_lazy("종류"), lambda one: KIND_WORDS[one.kind]),
    Column("published_at", gettext_lazy("알린 때"), lambda one: one.published_at),
    Column("ended_at", gettext_lazy("내린 때"), lambda one: one.ended_at),
]
MESSAGE_COLUMNS = ("message", "made_at", "subject", "channel", "tries", "sent_at", "problem")


@needs(Act.READ_CONSOLE)
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """All notices, newest first."""
    found = all_notices(get_language() or "ko")
    if "download" in request.GET:
        return csv_of(request, COLUMNS, found, "notices") or redirect("console-notices")
    table = table_of(request, COLUMNS, found)
    context = {
        "table": table,
        "notices": [(one, KIND_WORDS[one.kind]) for one in table.page.object_list],
        "may_publish": may(role_in(request), Act.PUBLISH_NOTICE),
    }
    return render(request, "console/notices/notices.html", context)


@needs(Act.READ_CONSOLE)
@require_safe
def notice_messages(request: HttpRequest) -> HttpResponseBase:
    """What organisers were told, and whether it arrived."""
    if request.GET.get("download") == "csv":
        every = messages_page(0, count_messages())
        return csv_answer("messages", MESSAGE_COLUMNS, (_cells(one) for one in every))
    page = counted_page(request, count_messages(), messages_page)
    context = {
        "page": page,
        "told": [(one, _subject(one)) for one in page.object_list],
        "is_set_up": bool(channels()),
    }
    return render(request, "console/notices/messages.html", context)


def _subject(message: MessageView) -> str:
    return sentences(message.kind, message.facts, get_language() or "ko")[0]


def _cells(message: MessageView) -> tuple[object, ...]:
    return (
        *(message.ref, message.made_at, _subject(message), message.channel, message.tries),
        *(message.sent_at, message.problem),
    )


@needs(Act.PUBLISH_NOTICE)
@require_http_methods(["GET", "POST"])
def notice_new(request: HttpRequest) -> HttpResponse:
    """Tell the public something about a stage that was published."""
    language = get_language() or "ko"
    form = NoticeForm(request.POST or None)
    form.fields["stage"].choices = [  # type: ignore[attr-defined]
        (record.slug, record.terms.name_ko if language == "ko" else record.terms.name_en)
        for record in stage_records()
        if record.state is not StageState.DRAFT
    ]
    issues = []
    if request.method == "POST" and form.is_valid():
        told, now = form.cleaned_data, datetime.now(UTC)
        texts = told["notice_ko"], told["notice_en"]
        try:
            publish_notice(organiser(request), told["stage"], *texts, degraded=told["degraded"], now=now)
        except ActRefused as refused:
            issues = refused.issues
        else:
            messages.success(request, _("알렸어요. 모든 화면 위쪽에 보여요."))
            return redirect("console-notices")
    context = {"form": form, "issues": lines_of(issues), "has_errors": request.method == "POST" and not issues}
    status = 409 if issues else 400 if request.method == "POST" else 200
    return render(request, "console/notices/new.html", context, status=status)


@needs(Act.END_NOTICE)
@require_POST
def notice_end(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a notice down; it stays in the list."""
    now = datetime.now(UTC)
    try:
        end_notice(organiser(request), ref, now=now)
    except ActRefused as refused:
        if not done_a_moment_ago(request.user.get_username(), Act.END_NOTICE, ref, now):
            for line in lines_of(refused.issues):
                messages.error(request, f"{line.reason} {line.remedy}")
            return redirect("console-notices")
    messages.success(request, _("알림을 내렸어요."))
    return redirect("console-notices")
