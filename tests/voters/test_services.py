"""Signing in by services, over their real protocols, against a scripted one."""

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.socialaccount.providers.kakao.views import KakaoOAuth2Adapter
from allauth.socialaccount.providers.naver.views import NaverOAuth2Adapter
from django.test import Client
from requests import ConnectionError as Unreachable

from contest.environment import Environment
from contest.models import Citizen
from contest.rules.voters import sign_in_ref
from contest.sign_in import allauth_providers, ways_in
from tests.voters.services import PROFILE, Service, sign_in_service
from tests.voters.test_sign_in import everything_kept

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rehearsal")]
WAYS = ["oidc", "kakao", "naver"]


@pytest.fixture
def service(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The three ways in, all served by one scripted service."""
    with sign_in_service() as service:
        variables = {
            "OIDC_CLIENT_ID": "contest",
            "OIDC_CLIENT_SECRET": "a-secret",
            "OIDC_NAME_KO": "모두의 신분증",
            "OIDC_SERVER_URL": service.url,
        }
        for way, adapter in (("kakao", KakaoOAuth2Adapter), ("naver", NaverOAuth2Adapter)):
            variables |= {f"{way.upper()}_CLIENT_ID": "contest", f"{way.upper()}_CLIENT_SECRET": "a-secret"}
            monkeypatch.setattr(adapter, "access_token_url", f"{service.url}/token")
            monkeypatch.setattr(adapter, "authorize_url", f"{service.url}/authorize")
            monkeypatch.setattr(adapter, "profile_url", f"{service.url}/{way}/me")
        settings.WAYS_IN = ways_in(Environment(variables))
        settings.SOCIALACCOUNT_PROVIDERS = allauth_providers(settings.WAYS_IN)
        yield service


def leave(browser: Client, way: str) -> dict[str, str]:
    """Choose a way; the service's address comes with these parameters."""
    page = browser.post(f"/sign-in/{way}/", {"next": "/battles/"}).content.decode()
    address = html.unescape(re.search(r'content="0; url=([^"]+)"', page)[1])  # type: ignore[index]
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def come_back(browser: Client, way: str, asked: dict[str, str], **more: str) -> Any:
    """The service sends the browser back."""
    return browser.get(f"/sign-in/{way}/back/", {"state": asked["state"], "code": "a-code", **more})


@pytest.mark.parametrize("way", WAYS)
def test_one_comes_in_and_goes_on_where_one_was(minji: Client, service: Service, way: str) -> None:
    asked = leave(minji, way)
    assert asked["redirect_uri"] == f"http://testserver/sign-in/{way}/back/"
    found = come_back(minji, way, asked)
    assert (found.status_code, found["Location"]) == (302, "/battles/")
    assert minji.get("/me/").context["account"].account_ref == Citizen.objects.get().username


@pytest.mark.parametrize("way", WAYS)
def test_only_a_keyed_hash_is_kept(minji: Client, service: Service, settings: Any, way: str) -> None:
    come_back(minji, way, leave(minji, way))
    assert Citizen.objects.get().sign_in_ref == sign_in_ref(way, "12345", settings.VOTER_KEY)
    kept = everything_kept()
    assert [word for word in (*PROFILE.values(), '"12345"', "an-access-token") if word in kept] == []
    assert not SocialAccount.objects.exists()
    assert not SocialToken.objects.exists()


def test_the_same_number_at_two_services_is_two_people(minji: Client, junho: Client, service: Service) -> None:
    come_back(minji, "kakao", leave(minji, "kakao"))
    come_back(junho, "naver", leave(junho, "naver"))
    assert Citizen.objects.count() == 2


def test_openid_connect_is_asked_for_the_number_only_and_with_pkce(minji: Client, service: Service) -> None:
    asked = leave(minji, "oidc")
    come_back(minji, "oidc", asked)
    assert (asked["scope"], asked["code_challenge_method"]) == ("openid", "S256")
    paths = [path for path, _fields in service.asked]
    assert "/userinfo" not in paths
    assert dict(service.asked)["/token"]["code_verifier"]


def test_giving_up_at_the_service_is_told_kindly(minji: Client, service: Service) -> None:
    asked = leave(minji, "kakao")
    found = minji.get("/sign-in/kakao/back/", {"state": asked["state"], "error": "access_denied"}, follow=True)
    assert "로그인을 그만두었어요" in found.content.decode()


@pytest.mark.parametrize("way", WAYS)
def test_a_service_that_fails_is_told_kindly_and_nobody_comes_in(minji: Client, service: Service, way: str) -> None:
    asked = leave(minji, way)
    service.broken = True
    found = minji.get(f"/sign-in/{way}/back/", {"state": asked["state"], "code": "a-code"}, follow=True)
    assert "로그인하지 못했어요" in found.content.decode()
    assert not Citizen.objects.exists()


@pytest.mark.parametrize("state", ["", "forged"])
def test_an_answer_that_nobody_asked_for_lets_nobody_in(minji: Client, service: Service, state: str) -> None:
    leave(minji, "kakao")
    found = minji.get("/sign-in/kakao/back/", {"state": state, "code": "a-code"}, follow=True)
    assert "로그인하지 못했어요" in found.content.decode()
    assert not Citizen.objects.exists()


def test_an_answer_to_another_browser_lets_nobody_in(minji: Client, junho: Client, service: Service) -> None:
    come_back(junho, "kakao", leave(minji, "kakao"))
    assert not Citizen.objects.exists()


def test_an_answer_is_good_once(minji: Client, service: Service) -> None:
    asked = leave(minji, "kakao")
    come_back(minji, "kakao", asked)
    assert "problem=failed" in come_back(minji, "kakao", asked)["Location"]


def test_an_unknown_way_is_not_there(minji: Client, service: Service) -> None:
    assert minji.post("/sign-in/elsewhere/").status_code == 404


def test_a_service_that_is_away_is_told_kindly(
    minji: Client, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: object, **_more: object) -> None:
        raise Unreachable

    monkeypatch.setattr("requests.sessions.Session.get", away)
    assert "problem=failed" in minji.post("/sign-in/oidc/")["Location"]


def test_no_service_can_be_started_from_another_site(service: Service) -> None:
    assert Client(enforce_csrf_checks=True).post("/sign-in/kakao/").status_code == 403
    assert Client().get("/sign-in/kakao/").status_code == 405


def test_the_page_names_the_ways_and_openid_connect_first(minji: Client, service: Service) -> None:
    page = minji.get("/sign-in/").content.decode()
    assert page.index("모두의 신분증 로그인") < page.index("카카오 로그인") < page.index("네이버 로그인")
