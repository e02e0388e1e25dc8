"""One's own password: what is asked of a new one, and what is wrong with it, in the contest's own words."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from contest.actions.accounts import change_password
from contest.console.access import needs, organiser
from contest.console.stage_forms import Text
from contest.rules.roles import Act

LEAST = settings.PASSWORD_LEAST_CHARACTERS
WRONG: dict[str, Text] = {
    "password_too_short": format_lazy(
        gettext_lazy("암호가 짧아요. {least}자 이상으로 적으세요. 단어 서너 개를 이어도 돼요."), least=LEAST
    ),
    "password_too_common": gettext_lazy("많은 사람이 쓰는 암호예요. 남이 떠올리기 어려운 것으로 바꾸세요."),
}
"""Every code of the validators in the settings."""


def secret(label: Text, help_text: Text, missing: Text, autocomplete: str) -> forms.CharField:
    """A field whose text is never shown again: an answer with a password in it would lie in the browser's cache."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": missing},
    )


class PasswordForm(forms.Form):
    """The password so far, and a new one twice. `account`: of whoever is signed in."""

    old_password = secret(gettext_lazy("지금 암호"), "", gettext_lazy("지금 쓰는 암호를 적으세요."), "current-password")
    new_password1 = secret(
        gettext_lazy("새 암호"),
        format_lazy(gettext_lazy("{least}자 이상으로 적으세요. 다른 곳에서 쓰지 않는 암호여야 해요."), least=LEAST),
        gettext_lazy("새 암호를 적으세요."),
        "new-password",
    )
    new_password2 = secret(
        gettext_lazy("새 암호 한 번 더"),
        gettext_lazy("잘못 누르지 않았는지 확인해요."),
        gettext_lazy("새 암호를 한 번 더 적으세요."),
        "new-password",
    )

    def __init__(self, account: Any, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        self._account = account

    def clean_old_password(self) -> str:
        """Whoever finds an open console does not know it."""
        old: str = self.cleaned_data["old_password"]
        if not self._account.check_password(old):
            raise forms.ValidationError(_("지금 암호가 맞지 않아요. 다시 적으세요. 잊었으면 책임자에게 부탁하세요."))
        return old

    def clean_new_password1(self) -> str:
        """It must not be easy to guess."""
        new: str = self.cleaned_data["new_password1"]
        try:
            validate_password(new, self._account)
        except forms.ValidationError as wrong:
            raise forms.ValidationError([str(WRONG[str(one.code)]) for one in wrong.error_list]) from None
        return new

    def clean_new_password2(self) -> str:
        """It must be the same."""
        again: str = self.cleaned_data["new_password2"]
        if again != self.data.get("new_password1"):
            raise forms.ValidationError(_("두 번 적은 새 암호가 서로 달라요. 똑같이 적으세요."))
        return again


@needs(Act.CHANGE_PASSWORD)
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def own_password(request: HttpRequest) -> HttpResponse:
    """Change one's own password."""
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = change_password(organiser(request), form.cleaned_data["new_password1"], now=datetime.now(UTC))
        update_session_auth_hash(request, account)
        messages.success(request, _("암호를 바꿨어요."))
        return redirect("console-people")
    context = {"form": form, "has_errors": request.method == "POST"}
    return render(request, "console/people/password.html", context, status=400 if request.method == "POST" else 200)


urlpatterns = [path("people/password/", own_password, name="console-people-password")]
