"""Whether an account has a second factor, and whether one that a session names is still there."""

from django_otp.models import Device
from django_otp.plugins.otp_totp.models import TOTPDevice


def holds_second_factor(account_id: int) -> bool:
    """Whether the account has confirmed an authenticator app."""
    return bool(TOTPDevice.objects.filter(user=account_id, confirmed=True).exists())


def is_second_factor_of(account_id: int, device_id: str) -> bool:
    """Whether the named device is the account's and still holds: after a reset no open session goes on."""
    device = Device.from_persistent_id(device_id) if device_id else None
    return device is not None and device.user_id == account_id and device.confirmed
