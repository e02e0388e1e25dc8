"""Bring an installation up to date in one process: tables, words, static files, the organiser, the rehearsal."""

import argparse
import json
import os
import secrets
from io import StringIO
from pathlib import Path
from typing import Any

import polib  # type: ignore[import-untyped]
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand

ORGANISER = "organiser"


class Command(BaseCommand):
    """`manage.py prepare_site [--tables] [--words] [--static] [--endpoint URL#SERVED_NAME …]`.

    The last line of what it says is a JSON object with the organiser's password when the account was made now.
    """

    help = "Make tables with an organiser's account, compile words, collect static files, seed the rehearsal."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--tables", action="store_true", help="migrate, and make an organiser's account")
        parser.add_argument("--words", action="store_true", help="compile the translations")
        parser.add_argument("--static", action="store_true", help="collect the static files")
        parser.add_argument("--endpoint", action="append", default=[], metavar="URL#NAME", help="seed the rehearsal")
        parser.add_argument("--no-votes", action="store_true", help="leave the simulated votes out")

    def handle(self, *args: Any, **options: Any) -> None:
        password = None
        if options["words"]:
            compile_words(settings.LOCALE_PATHS)
        if options["tables"]:
            call_command("migrate", verbosity=0, interactive=False)
            password = make_organiser()
        if options["static"]:
            call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        if options["endpoint"]:
            words = [f"--endpoint={endpoint}" for endpoint in options["endpoint"]]
            votes = ["--no-votes"] if options["no_votes"] else []
            call_command("seed_rehearsal", *words, *votes, stdout=StringIO())
        self.stdout.write(json.dumps({"organiser_password": password}))


def compile_words(folders: list[Path]) -> None:
    """Make the catalogues that Django reads. Done without gettext's own tools, which a bare machine lacks."""
    for folder in folders:
        for source in Path(folder).glob("*/LC_MESSAGES/*.po"):
            polib.pofile(os.fspath(source)).save_as_mofile(os.fspath(source.with_suffix(".mo")))


def make_organiser() -> str | None:
    """Make the organiser's account and return its password; None when there is one already."""
    accounts = get_user_model()
    if accounts.objects.filter(is_superuser=True).exists():
        return None
    password = secrets.token_urlsafe(12)
    os.environ["DJANGO_SUPERUSER_PASSWORD"] = password
    call_command("createsuperuser", interactive=False, verbosity=0, username=ORGANISER, email="")
    return password
