"""Organisers' browsers, signed in with the second factor."""

from collections.abc import Callable

import pytest
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from contest.models import Citizen
from contest.rules.roles import Person

SignIn = Callable[[Person], Client]


@pytest.fixture
def browser_of(db: None) -> SignIn:
    """`browser_of(sora())`: a browser in which that organiser is signed in."""

    def sign_in(person: Person) -> Client:
        account = Citizen.objects.get(pk=person.account_id)
        device, _made = TOTPDevice.objects.get_or_create(user=account, defaults={"confirmed": True})
        browser = Client()
        browser.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        session = browser.session
        session[DEVICE_ID_SESSION_KEY] = device.persistent_id
        session.save()
        return browser

    return sign_in
