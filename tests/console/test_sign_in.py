"""Getting into the console: a password, a second factor, and what happens on the way."""

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from contest.actions import passwords
from contest.actions.refusals import ActRefused
from contest.actions.second_factor import begin_second_factor
from contest.console import sign_in
from contest.models import AuditEntry
from contest.rules.roles import Person, Role
from tests.console.people import at_console
from tests.contest.cast import minsu, person, sora, yuna
from tests.services.servers import RedisServer

pytestmark = pytest.mark.django_db
PASSWORD = "nine violet herons"


@pytest.fixture(autouse=True)
def limits(redis: RedisServer, settings: Any) -> None:
    redis.flush()
    settings.REDIS_URL = redis.url
    sign_in._redis.cache_clear()


def account(name: str = "narae", role: Role | None = Role.OPERATOR) -> Person:
    """An organiser with a password."""
    made = person(name, role)
    row = get_user_model().objects.get(pk=made.account_id)
    row.set_password(PASSWORD)
    row.save()
    return made


def with_password(name: str = "narae", password: str = PASSWORD, client: Client | None = None) -> Client:
    browser = client or Client()
    browser.post("/console/sign-in/", {"username": name, "password": password})
    return browser


def right_code(who: Person) -> str:
    device = TOTPDevice.objects.get(user_id=who.account_id)
    return str(TOTP(device.bin_key).token()).zfill(6)


def enrolled(who: Person) -> list[str]:
    """Enrol an app and forget that its code was used just now; returns the recovery codes."""
    browser = with_password()
    browser.get("/console/second-factor/new/")
    page = browser.post("/console/second-factor/new/", {"code": right_code(who)}).content.decode()
    TOTPDevice.objects.update(last_t=-1)
    return re.findall(r"<li><code>(\w+)</code>", page)


def test_a_stranger_is_asked_to_sign_in_and_comes_back() -> None:
    answer = Client().get("/console/?x=1")
    assert answer["Location"] == "/console/sign-in/?next=%2Fconsole%2F%3Fx%3D1"


def test_a_citizen_finds_nothing() -> None:
    assert at_console(minsu()).get("/console/").status_code == 404


def test_the_password_alone_opens_no_page() -> None:
    account()
    answer = with_password().get("/console/")
    assert answer["Location"].startswith("/console/second-factor/new/")


@pytest.mark.parametrize(("name", "password"), [("narae", "wrong"), ("nobody", PASSWORD), ("citizen", PASSWORD)])
def test_whatever_is_wrong_looks_the_same_and_the_name_is_kept(name: str, password: str) -> None:
    account()
    account("citizen", None)
    answer = Client().post("/console/sign-in/", {"username": name, "password": password})
    assert answer.status_code == 400
    assert 'data-code="password_wrong"' in answer.content.decode()
    assert f'value="{name}"' in answer.content.decode()


def test_after_many_wrong_passwords_even_the_right_one_waits() -> None:
    account()
    for _ in range(passwords.TRIES):
        with_password(password="wrong")
    answer = Client().post("/console/sign-in/", {"username": "narae", "password": PASSWORD})
    assert 'data-code="password_wait"' in answer.content.decode()


def test_the_first_sign_in_enrols_an_app_and_shows_recovery_codes_once() -> None:
    codes = enrolled(account())
    assert len(codes) == 10
    assert AuditEntry.objects.get().act == "enrol_second_factor"


def test_the_enrolment_page_shows_a_picture_and_the_secret() -> None:
    account()
    page = with_password().get("/console/second-factor/new/").content.decode()
    assert 'src="data:image/svg+xml' in page
    assert re.search(r"<code class=\"secret\">[A-Z2-7]{32}</code>", page)


def test_a_wrong_code_enrols_nothing() -> None:
    who = account()
    browser = with_password()
    browser.get("/console/second-factor/new/")
    answer = browser.post("/console/second-factor/new/", {"code": "000000"})
    assert 'data-code="code_wrong"' in answer.content.decode()
    assert not TOTPDevice.objects.filter(user_id=who.account_id, confirmed=True).exists()


def test_who_has_an_app_cannot_enrol_another_one_with_the_password() -> None:
    enrolled(account())
    assert with_password().get("/console/second-factor/new/")["Location"] == "/console/second-factor/"
    assert TOTPDevice.objects.count() == 1


def test_a_second_app_is_refused_by_the_act_itself_too() -> None:
    who = account()
    enrolled(who)
    with pytest.raises(ActRefused, match="second_factor_exists"):
        begin_second_factor(who)


def test_the_right_code_opens_the_console_and_is_written_down() -> None:
    who = account()
    enrolled(who)
    browser = with_password()
    assert browser.post("/console/second-factor/", {"code": right_code(who)})["Location"] == "/console/"
    assert browser.get("/console/").status_code == 200
    assert AuditEntry.objects.filter(act="sign_in", after={"by": "app"}).count() == 1


def test_a_code_opens_the_console_once() -> None:
    who = account()
    enrolled(who)
    code = right_code(who)
    with_password().post("/console/second-factor/", {"code": code})
    assert with_password().post("/console/second-factor/", {"code": code}).status_code == 400


def test_a_recovery_code_opens_the_console_and_is_used_up() -> None:
    codes = enrolled(account())
    assert with_password().post("/console/second-factor/", {"code": codes[0].upper()}).status_code == 302
    assert StaticToken.objects.count() == 9
    assert with_password().post("/console/second-factor/", {"code": codes[0]}).status_code == 400


def test_after_a_wrong_code_the_next_one_waits() -> None:
    who = account()
    enrolled(who)
    browser = with_password()
    browser.post("/console/second-factor/", {"code": "000000"})
    answer = browser.post("/console/second-factor/", {"code": right_code(who)})
    assert 'data-code="code_wait"' in answer.content.decode()


def test_showing_the_second_factor_changes_the_sessions_key() -> None:
    who = account()
    enrolled(who)
    browser = with_password()
    before = browser.cookies["sessionid"].value
    browser.post("/console/second-factor/", {"code": right_code(who)})
    assert browser.cookies["sessionid"].value != before


def test_a_session_ends_when_its_second_factor_is_taken_away() -> None:
    chief = sora()
    browser = at_console(chief)
    assert browser.get("/console/").status_code == 200
    TOTPDevice.objects.filter(user_id=chief.account_id).delete()
    assert browser.get("/console/")["Location"].startswith("/console/second-factor/new/")


def test_after_signing_in_nobody_is_sent_elsewhere() -> None:
    account()
    answer = Client().post(
        "/console/sign-in/", {"username": "narae", "password": PASSWORD, "next": "https://elsewhere.example/"}
    )
    assert answer["Location"] == "/console/"


def test_signing_out_ends_the_session() -> None:
    browser = at_console(yuna())
    browser.post("/console/sign-out/")
    assert browser.get("/console/")["Location"].startswith("/console/sign-in/")


def test_the_spare_key_has_no_door_of_its_own() -> None:
    answer = Client().post("/admin/login/", {"username": "sora", "password": PASSWORD})
    assert answer.headers["Location"] == "/console/sign-in/?next=%2Fadmin%2F"


def test_the_spare_key_asks_for_the_second_factor_too() -> None:
    boss = get_user_model().objects.create(username="boss", is_superuser=True, is_staff=True)
    client = Client()
    client.force_login(boss, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/").status_code == 302
    assert at_console(Person(boss.pk)).get("/admin/").status_code == 200
