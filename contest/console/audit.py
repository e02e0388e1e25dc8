"""The audit log: who did what, when and why. Nobody can change it, and everybody in the console can read it."""

from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import NoReverseMatch, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from contest.console.access import needs
from contest.console.audit_words import ACTS, OBJECTS, ROLES
from contest.console.battles_words import choices, worded
from contest.console.layout_downloads import csv_answer
from contest.console.layout_lists import DaysForm, counted_page, query_with
from contest.queries.audit import AuditFilter, AuditView, audit_page, audit_rows, count_audit
from contest.queries.audit_export import COLUMNS, json_text
from contest.queries.stage_choices import stage_choices
from contest.rules.roles import Act

PAGES = {
    "stage": "console-stage",
    "team": "console-team",
    "entrant": "console-entrant",
    "endpoint": "console-endpoint",
    "battle": "console-battle",
    "finding": "console-finding",
    "proposal": "console-proposal",
}
"""Where an object has a page of its own."""


class AuditSearch(DaysForm):
    """Which entries are wanted."""

    words = forms.CharField(label=_("찾을 말"), required=False, max_length=200, empty_value="")
    actor_name = forms.CharField(label=_("누가"), required=False, max_length=150, empty_value="")
    act = forms.ChoiceField(label=_("한 일"), required=False, choices=choices(ACTS, _("모든 일")))
    object_kind = forms.ChoiceField(label=_("대상"), required=False, choices=choices(OBJECTS, _("모든 대상")))
    stage = forms.ChoiceField(label=_("단계"), required=False)
    object_ref = forms.CharField(required=False, max_length=80, empty_value="", widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages = [(choice.slug, choice.name) for choice in stage_choices(get_language() or "ko")]
        self.fields["stage"].choices = [("", _("모든 단계")), *stages]  # type: ignore[attr-defined]

    def filter(self) -> AuditFilter:
        """What was chosen, for the query."""
        wanted, (since, until) = self.wanted(), self.days()
        exact = {
            name: wanted[name] or "" for name in ("words", "actor_name", "act", "object_kind", "object_ref", "stage")
        }
        return AuditFilter(since=since, until=until, **exact)


@needs(Act.READ_CONSOLE)
@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Entries, the newest first."""
    search = AuditSearch(request.GET)
    wanted = search.filter()
    page = counted_page(request, count_audit(wanted), partial(audit_page, wanted))
    kept = query_with(request.GET, {})[1:]
    context = {
        "search": search,
        "page": page,
        "rows": [line(entry) for entry in page.object_list],
        "query": f"{kept}&" if kept else "",
        "download": f"{reverse('console-audit-file')}?{kept}",
    }
    return render(request, "console/audit/audit.html", context)


@needs(Act.READ_CONSOLE)
@require_safe
def audit_file(request: HttpRequest) -> HttpResponseBase:
    """The same entries, all of them, as a file."""
    rows = (_cells(entry) for entry in audit_rows(AuditSearch(request.GET).filter()))
    return csv_answer("audit", [column.name for column in COLUMNS], rows)


def line(entry: AuditView) -> dict[str, Any]:
    """An entry with what its words are called, and where its object is."""
    return {
        "entry": entry,
        "act": worded(ACTS, entry.act),
        "role": worded(ROLES, entry.role),
        "kind": worded(OBJECTS, entry.object_kind),
        "address": _address(entry),
        "before": json_text(entry.before, indent=1),
        "after": json_text(entry.after, indent=1),
    }


def _address(entry: AuditView) -> str:
    name = PAGES.get(entry.object_kind)
    if name is None or not entry.object_ref:
        return ""
    try:
        return reverse(name, args=[entry.object_ref])
    except NoReverseMatch:
        return ""


def _cells(entry: AuditView) -> tuple[object, ...]:
    return (
        *(entry.ref, entry.done_at, entry.actor_name, entry.role, entry.act, entry.object_kind, entry.object_ref),
        *(json_text(entry.before), json_text(entry.after), entry.reason),
    )


urlpatterns = [
    path("audit/", audit, name="console-audit"),
    path("audit/audit.csv", audit_file, name="console-audit-file"),
]
