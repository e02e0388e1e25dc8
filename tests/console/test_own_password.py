"""Organisers change their own password: the page's words are the contest's, and no password is shown again."""

import re

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import get_default_password_validators
from django.test import Client

from contest.console.password import WRONG
from contest.models import AuditEntry, Citizen
from tests.console.people import at_console
from tests.contest.cast import yuna

pytestmark = pytest.mark.django_db
PAGE = "/console/people/password/"
OLD, NEW = "nine violet herons", "ten amber otters"
HANGUL = re.compile("[가-힣]")


def browser(language: str = "ko") -> Client:
    """Yuna's, whose password is the old one."""
    account = Citizen.objects.get(pk=yuna().account_id)
    account.set_password(OLD)
    account.save()
    return at_console(yuna(), language)


def sent(**other: str) -> dict[str, str]:
    return {"old_password": OLD, "new_password1": NEW, "new_password2": NEW} | other


def test_it_is_changed_and_the_organiser_stays_signed_in() -> None:
    mine, elsewhere = browser(), at_console(yuna())
    assert mine.post(PAGE, sent())["Location"] == "/console/people/"
    assert mine.get("/console/").status_code == 200
    assert elsewhere.get("/console/").status_code == 302
    assert authenticate(username="yuna", password=NEW) is not None
    assert AuditEntry.objects.filter(act="change_password").count() == 1


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"old_password": "seven red foxes"}, "old_password", "지금 암호가 맞지 않아요"),
        ({"old_password": ""}, "old_password", "지금 쓰는 암호를 적으세요."),
        ({"new_password1": "too short", "new_password2": "too short"}, "new_password1", "12자 이상으로"),
        ({"new_password1": "qwerty123456", "new_password2": "qwerty123456"}, "new_password1", "많은 사람이"),
        ({"new_password2": "ten amber wolves"}, "new_password2", "서로 달라요"),
        ({"new_password2": ""}, "new_password2", "한 번 더 적으세요."),
    ],
)
def test_what_is_wrong_is_told_at_its_field(typed: dict[str, str], field: str, told: str) -> None:
    answer = browser().post(PAGE, sent(**typed))
    assert answer.status_code == 400
    assert told in " ".join(answer.context["form"].errors[field])
    assert list(answer.context["form"].errors) == [field]
    assert authenticate(username="yuna", password=OLD) is not None


def test_no_password_stands_in_the_answer() -> None:
    page = browser().post(PAGE, sent(old_password="seven red foxes")).content.decode()
    assert not any(secret in page for secret in ("seven red foxes", NEW))


def test_an_english_reader_is_told_in_english() -> None:
    page = browser("en").post(PAGE, {"new_password1": "short", "new_password2": "other"}).content.decode()
    main = page.split("<main")[1].split("</main>")[0]
    assert HANGUL.findall(main) == []
    assert "at least 12 characters" in main


def test_every_validator_has_its_words() -> None:
    names = {type(validator).__name__ for validator in get_default_password_validators()}
    assert (names, len(WRONG)) == ({"MinimumLengthValidator", "CommonPasswordValidator"}, 2)
    assert settings.PASSWORD_LEAST_CHARACTERS == 12
