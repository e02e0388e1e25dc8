"""Organisers at their browsers, signed in with both factors."""

from django.contrib.auth import get_user_model
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from contest.rules.roles import Person

BACKEND = "django.contrib.auth.backends.ModelBackend"


def at_console(person: Person, language: str = "ko") -> Client:
    """A browser in which this organiser has signed in and shown the second factor."""
    client = Client(headers={"accept-language": language})
    client.force_login(get_user_model().objects.get(pk=person.account_id), backend=BACKEND)
    device, _made = TOTPDevice.objects.get_or_create(user_id=person.account_id, name="console", confirmed=True)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client
