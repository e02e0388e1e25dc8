"""Deleting what is kept of oneself."""

from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from contest.actions.citizens import CitizenRefused, delete_account, forget_visitor
from contest.web.voters import account_of, browser_voter, forget

PROBLEMS = {
    "not_sure": _("되돌릴 수 없다는 것을 안다고 표시한 뒤 다시 눌러 주세요."),
    "account_has_role": _("운영진 계정은 여기서 지울 수 없어요. 책임자에게 말해 주세요."),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """What is deleted and what stays; with POST, do it."""
    if request.method != "POST":
        return _page(request)
    if request.POST.get("sure") != "yes":
        return _page(request, "not_sure")
    account, own, now = account_of(request), browser_voter(request), datetime.now(UTC)
    if account is None and own is None:
        return HttpResponseRedirect(reverse("me"))
    votes = 0
    try:
        if account is not None:
            votes += delete_account(account, settings.VOTER_KEY, now)
    except CitizenRefused as refused:
        return _page(request, refused.code)
    if own is not None:
        votes += forget_visitor(own, now)
    logout(request)
    response = render(request, "me/deleted.html", {"votes": votes})
    forget(response)
    return response


def _page(request: HttpRequest, problem: str = "") -> HttpResponse:
    context = {"account": account_of(request), "problem": PROBLEMS.get(problem)}
    return render(request, "me/delete.html", context, status=400 if problem else 200)
