"""Organisers join, get another role, lose it, and get back in: what the page says, keeps and writes down."""

import pytest
from django.contrib.auth import authenticate
from django_otp.plugins.otp_totp.models import TOTPDevice

from contest.models import AuditEntry, Citizen
from contest.queries.roles import role_of
from tests.console.people import at_console
from tests.console_stages.steps import codes
from tests.contest.cast import dohyun, haneul, minsu, sora, yuna

pytestmark = pytest.mark.django_db
NEW = "/console/people/new/"


def test_a_new_account_gets_its_role_and_a_password_that_is_shown_once() -> None:
    chief = at_console(sora())
    page = chief.post(NEW, {"username": "narae", "role": "operator"})
    password = page.context["told"].password
    account = authenticate(username="narae", password=password)
    assert account is not None
    assert role_of(account.pk) == "operator"
    assert password not in chief.get("/console/people/").content.decode()
    entry = AuditEntry.objects.get(act="create_account")
    assert (entry.actor_name, entry.object_ref, entry.after) == ("sora", "narae", {"role": "operator"})


@pytest.mark.parametrize(("name", "code"), [("Narae!", "username_wrong"), ("sora", "account_exists")])
def test_a_name_that_cannot_be_used_is_told_and_stays(name: str, code: str) -> None:
    page = at_console(sora()).post(NEW, {"username": name, "role": "operator"})
    assert (page.status_code, codes(page)) == (409, {code})
    text = page.content.decode()
    assert f'value="{name}"' in text
    assert '<option value="operator" selected>' in text
    assert not AuditEntry.objects.filter(act="create_account").exists()


def test_a_role_that_no_page_offers_is_the_least() -> None:
    at_console(sora()).post(NEW, {"username": "narae", "role": "emperor"})
    assert role_of(Citizen.objects.get(username="narae").pk) == "viewer"


def test_a_role_is_changed_and_written_down() -> None:
    yuna()
    at_console(sora()).post("/console/people/yuna/role/", {"role": "operator", "seen": "viewer", "reason": "승진"})
    entry = AuditEntry.objects.get(act="appoint")
    assert (entry.before, entry.after, entry.reason) == ({"role": "viewer"}, {"role": "operator"}, "승진")
    assert role_of(yuna().account_id) == "operator"


def test_a_role_that_changed_meanwhile_is_told_and_what_was_typed_stays() -> None:
    yuna()
    page = at_console(sora()).post(
        "/console/people/yuna/role/", {"role": "chief", "seen": "operator", "reason": "승진"}
    )
    assert (page.status_code, codes(page)) == (409, {"changed_meanwhile"})
    row = page.content.decode().split('action="/console/people/yuna/role/"')[1].split("</form>")[0]
    assert '<option value="chief" selected>' in row
    assert 'value="승진"' in row
    assert role_of(yuna().account_id) == "viewer"


def test_the_last_chief_stays() -> None:
    page = at_console(sora()).post("/console/people/sora/role/", {"role": "viewer", "seen": "chief"})
    assert codes(page) == {"last_chief"}
    assert role_of(sora().account_id) == "chief"


def test_two_clicks_change_a_role_once() -> None:
    yuna()
    chief = at_console(sora())
    sent = {"role": "operator", "seen": "viewer"}
    assert {chief.post("/console/people/yuna/role/", sent).status_code for _ in range(2)} == {302}
    assert AuditEntry.objects.filter(act="appoint").count() == 1


def test_who_lost_the_role_is_out_at_once() -> None:
    browser = at_console(haneul())
    at_console(sora()).post("/console/people/haneul/role/", {"role": "", "seen": "chief"})
    assert browser.get("/console/").status_code == 404


def test_whoever_lost_the_way_in_gets_a_new_password_and_enrols_anew() -> None:
    operator = at_console(dohyun())
    page = at_console(sora()).post("/console/people/dohyun/reset/", {"reason": "휴대전화를 잃어버렸어요"})
    assert authenticate(username="dohyun", password=page.context["told"].password) is not None
    assert not TOTPDevice.objects.filter(user__username="dohyun").exists()
    assert operator.get("/console/")["Location"].startswith("/console/sign-in/")
    assert AuditEntry.objects.get(act="reset_access").reason == "휴대전화를 잃어버렸어요"


def test_without_a_reason_nobodys_password_changes() -> None:
    before = Citizen.objects.get(pk=dohyun().account_id).password
    page = at_console(sora()).post("/console/people/dohyun/reset/", {"reason": " "})
    assert (page.status_code, codes(page)) == (409, {"reason_missing"})
    assert Citizen.objects.get(username="dohyun").password == before


@pytest.mark.parametrize("name", ["nobody", "minsu"])
def test_a_citizen_or_nobody_is_given_no_new_password(name: str) -> None:
    minsu()
    page = at_console(sora()).post(f"/console/people/{name}/reset/", {"reason": "잊었어요"})
    assert codes(page) == {"account_unknown"}
