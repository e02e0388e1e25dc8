"""The console's doors in a real browser: the password, and the second factor."""

from base64 import b32decode

from django_otp.oath import TOTP
from playwright.sync_api import Page, expect


def give_password(page: Page, name: str, password: str) -> None:
    """Ask for the console and answer with a name and a password."""
    page.goto("/console/")
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.keyboard.press("Enter")


def give_code(page: Page, code: str) -> None:
    """Answer with a code of the app, or a recovery code."""
    page.locator("input[name=code]").fill(code)
    page.keyboard.press("Enter")


def enrol(page: Page, name: str, password: str) -> list[str]:
    """Sign in for the first time: with the password, and an app that is enrolled now. Returns the recovery codes."""
    give_password(page, name, password)
    secret = page.locator("code.secret").inner_text()
    give_code(page, str(TOTP(b32decode(secret)).token()).zfill(6))
    expect(page.locator(".codes")).to_be_visible()
    return page.locator(".codes code").all_inner_texts()
