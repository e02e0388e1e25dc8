"""Organisers' second factor: an authenticator app, and recovery codes for the day on which the phone is lost."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django_otp import verify_token
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from contest.actions.audit import organiser_act
from contest.actions.refusals import ActRefused
from contest.models import Citizen
from contest.rules.issues import Issue
from contest.rules.roles import Act, Person

RECOVERY_CODES = 10
NAME = "console"


@dataclass(frozen=True)
class Enrolment:
    """What an authenticator app has to learn: as an address for a picture, and as text to type in."""

    address: str
    secret: str


@dataclass(frozen=True)
class Enrolled:
    """The factor that now holds, as a session names it, and recovery codes that are shown only once."""

    device_id: str
    codes: tuple[str, ...]


def begin_second_factor(person: Person) -> Enrolment:
    """Prepare a secret for an account without a second factor; the same one until it is confirmed.

    Refused: `second_factor_exists`.
    """
    with transaction.atomic():
        _lock(person)
        if TOTPDevice.objects.filter(user_id=person.account_id, confirmed=True).exists():
            raise ActRefused([Issue("second_factor_exists")])
        device, _made = TOTPDevice.objects.get_or_create(user_id=person.account_id, confirmed=False, name=NAME)
    return Enrolment(device.config_url, device.config_url.split("secret=")[1].split("&")[0])


def confirm_second_factor(person: Person, code: str, *, now: datetime) -> Enrolled:
    """Let the prepared secret hold once the app shows a right code; returns recovery codes.

    Refused: `second_factor_exists`, `code_wrong`.
    """
    with organiser_act(person, Act.ENROL_SECOND_FACTOR, "account", _name(person), now) as record:
        _lock(person)
        if TOTPDevice.objects.filter(user_id=person.account_id, confirmed=True).exists():
            raise ActRefused([Issue("second_factor_exists")])
        device = TOTPDevice.objects.filter(user_id=person.account_id, confirmed=False, name=NAME).first()
        if device is None or not device.verify_token(code):
            raise ActRefused([Issue("code_wrong")])
        device.confirmed = True
        device.save()
        record.before, record.after = {"second_factor": False}, {"second_factor": True}
        return Enrolled(device.persistent_id, _new_codes(person))


def use_second_factor(person: Person, code: str, *, now: datetime) -> str:
    """Check a code of the app or a recovery code, which is used up; returns how the session names the factor.

    Refused: `code_wrong`; after several wrong ones also `code_wait` for a while, whatever is typed.
    """
    account = Citizen.objects.get(pk=person.account_id)
    devices: list[Device] = list(_devices(person, code))
    if not all(device.verify_is_allowed()[0] for device in devices):
        raise ActRefused([Issue("code_wait")])
    for device in devices:
        # Not in the act's transaction: a wrong code must be counted, not rolled back.
        if verify_token(account, device.persistent_id, code):
            with organiser_act(person, Act.SIGN_IN, "account", account.username, now) as record:
                record.after = {"by": "recovery_code" if isinstance(device, StaticDevice) else "app"}
            return str(device.persistent_id)
    raise ActRefused([Issue("code_wrong")])


def forget_second_factor(account: Citizen) -> None:
    """Take every second factor of an account away, within an act that is under way."""
    TOTPDevice.objects.filter(user=account).delete()
    StaticDevice.objects.filter(user=account).delete()


def _devices(person: Person, code: str) -> list[Device]:
    """The kind of device that this code can belong to: six digits are the app's, anything else is a recovery code."""
    kind = TOTPDevice if code.isdecimal() else StaticDevice
    return list(kind.objects.filter(user_id=person.account_id, confirmed=True))


def _new_codes(person: Person) -> tuple[str, ...]:
    StaticDevice.objects.filter(user_id=person.account_id).delete()
    device = StaticDevice.objects.create(user_id=person.account_id, name=NAME, confirmed=True)
    codes = tuple(StaticToken.random_token() for _ in range(RECOVERY_CODES))
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    return codes


def _name(person: Person) -> str:
    return Citizen.objects.get(pk=person.account_id).username


def _lock(person: Person) -> None:
    """Two pages of one person at once must not make two secrets."""
    Citizen.objects.select_for_update().get(pk=person.account_id)
