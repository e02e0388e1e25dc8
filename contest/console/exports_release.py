"""When the public gets a stage's data: after the close, or, while it runs, votes that are some days old."""

from datetime import UTC, datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contest.actions.exports import set_data_release
from contest.actions.refusals import ActRefused
from contest.console.access import needs, organiser, role_in
from contest.console.refused import done_a_moment_ago, lines_of
from contest.console.stages_shown import STATES
from contest.found import or_404
from contest.queries.releases import ReleaseRecord, release_record, release_records
from contest.rules.data_release import LEAST_DELAY_DAYS, MOST_DELAY_DAYS
from contest.rules.issues import Issue
from contest.rules.roles import Act, may
from contest.rules.stages_release import DONE

AFTER_CLOSE, DELAYED = "after_close", "delayed"
USUAL_DAYS = 7


class ReleaseForm(forms.Form):
    """The policy. `seen` is the delay that the page had shown, empty for none."""

    policy = forms.ChoiceField(
        label=gettext_lazy("언제 공개하나요"),
        choices=[
            (AFTER_CLOSE, gettext_lazy("단계를 닫은 뒤에")),
            (DELAYED, gettext_lazy("열린 동안에도, 며칠 지난 표부터")),
        ],
    )
    days = forms.IntegerField(
        label=gettext_lazy("며칠 지난 표부터"),
        help_text=gettext_lazy(
            "열린 동안에도 공개할 때만 써요. 1에서 90 사이예요. 글은 언제나 단계를 닫은 뒤에만 공개해요."
        ),
        required=False,
        min_value=LEAST_DELAY_DAYS,
        max_value=MOST_DELAY_DAYS,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), gettext_lazy("1에서 90 사이의 정수를 적으세요.")
        ),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def clean(self) -> None:
        """A delay needs its days."""
        if self.cleaned_data.get("policy") == DELAYED and not self.errors and self.cleaned_data.get("days") is None:
            self.add_error("days", _("1에서 90 사이의 정수를 적으세요."))

    @property
    def delay_days(self) -> int | None:
        """What was chosen."""
        days: int | None = self.cleaned_data["days"]
        return days if self.cleaned_data["policy"] == DELAYED else None


@needs(Act.READ_CONSOLE)
@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """Every stage's policy."""
    context = {
        "rows": [(record, _name(record), STATES[record.state], record.state in DONE) for record in release_records()],
        "may_change": may(role_in(request), Act.RELEASE_DATA),
    }
    return render(request, "console/exports/releases.html", context)


@needs(Act.RELEASE_DATA)
@require_http_methods(["GET", "POST"])
def release_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Settle one stage's policy."""
    record = or_404(release_record(slug))
    form, issues = ReleaseForm(request.POST or None, initial=_initial(record)), list[Issue]()
    if request.method == "POST" and form.is_valid():
        now, seen = datetime.now(UTC), form.cleaned_data["seen"]
        try:
            set_data_release(organiser(request), slug, form.delay_days, seen=seen, now=now)
        except ActRefused as refused:
            same = form.delay_days == record.delay_days
            if not (same and done_a_moment_ago(request.user.get_username(), Act.RELEASE_DATA, slug, now)):
                issues = refused.issues
        if not issues:
            messages.success(request, _("공개하는 때를 정했어요."))
            return redirect("console-export-releases")
    context = {
        "record": record,
        "name": _name(record),
        "form": form,
        "issues": lines_of(issues),
        "has_errors": request.method == "POST",
    }
    return render(request, "console/exports/release.html", context, status=409 if issues else 200)


def _initial(record: ReleaseRecord) -> dict[str, object]:
    return {
        "policy": AFTER_CLOSE if record.delay_days is None else DELAYED,
        "days": record.delay_days or USUAL_DAYS,
        "seen": record.delay_days,
    }


def _name(record: ReleaseRecord) -> str:
    return (record.name_ko if get_language() == "ko" else record.name_en) or record.slug
