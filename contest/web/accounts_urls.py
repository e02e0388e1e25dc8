"""Addresses of signing in. The names are ours, or those that django-allauth looks up."""

from allauth.socialaccount.providers.kakao.views import oauth2_callback as kakao_callback
from allauth.socialaccount.providers.naver.views import oauth2_callback as naver_callback
from allauth.socialaccount.providers.openid_connect.views import callback as openid_connect_callback
from django.urls import path

from contest.web import accounts

urlpatterns = [
    path("", accounts.ways, name="sign-in"),
    path("out/", accounts.sign_out, name="sign-out"),
    path("rehearsal/", accounts.rehearsal_sign_in, name="rehearsal-sign-in"),
    path("cancelled/", accounts.cancelled, name="socialaccount_login_cancelled"),
    path("<slug:way_slug>/", accounts.leave_for, name="leave-for"),
    # The services know these addresses: changing one ends the way in until they are told.
    path("kakao/back/", kakao_callback, name="kakao_callback"),
    path("naver/back/", naver_callback, name="naver_callback"),
    path("<slug:provider_id>/back/", openid_connect_callback, name="openid_connect_callback"),
]
