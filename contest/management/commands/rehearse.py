"""Rehearsal citizens play whole battles against a running site."""

import argparse
import asyncio
import json
from pathlib import Path
from statistics import median
from typing import Any

from django.core.management.base import BaseCommand

from contest.rehearsal.citizen import Played
from contest.rehearsal.crowd import Tale, play_crowd

DATA = Path(__file__).resolve().parents[2] / "data" / "rehearsal.json"


class Command(BaseCommand):
    """`manage.py rehearse --battles N --voters M --seed S --concurrency C`."""

    help = "Let rehearsal citizens play battles over HTTP and WebSocket against a running site."
    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--url",
            nargs="+",
            default=["http://127.0.0.1:8000"],
            help="the site's address, or those of its web processes",
        )
        parser.add_argument("--battles", type=int, default=20)
        parser.add_argument("--voters", type=int, default=5)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--concurrency", type=int, default=5)

    def handle(self, *args: Any, **options: Any) -> None:
        plan = json.loads(DATA.read_text())["simulated"]
        total = options["battles"]
        done = 0

        def progress(played: Played) -> None:
            nonlocal done
            done += 1
            self.stderr.write(f"\r{done}/{total} ", ending="")

        tale = asyncio.run(
            play_crowd(
                options["url"],
                battles=total,
                voters=options["voters"],
                seed=options["seed"],
                concurrency=options["concurrency"],
                prompts=plan["prompts"],
                follow_ups=plan["follow_ups"],
                progress=progress,
            )
        )
        self.stderr.write("")
        self._report(tale)

    def _report(self, tale: Tale) -> None:
        self.stdout.write("battles: " + ", ".join(f"{state} {count}" for state, count in tale.states.most_common()))
        for code, count in tale.refusals.most_common():
            self.stdout.write(f"refused: {code} {count}")
        for label, times in (
            ("first text", [p.first_text for p in tale.played if p.first_text is not None]),
            ("complete", [p.complete for p in tale.played if p.complete is not None]),
        ):
            if times:
                self.stdout.write(f"{label}: median {median(times):.2f} s, longest {max(times):.2f} s")
        for name, halves in tale.wins.most_common():
            self.stdout.write(f"won: {name} {halves / 2:g}")
