"""Rehearsal citizens play whole battles against a running site."""

import argparse
import asyncio
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import aiohttp
from django.core.management.base import BaseCommand, CommandError

from arena.inference.rehearsal.cast import BUILTIN
from contest.rehearsal.citizen import Played
from contest.rehearsal.crowd import Tale, play_crowd

EXIT_UNUSABLE = 2
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
        parser.add_argument("--battles", type=positive, default=20)
        parser.add_argument("--voters", type=positive, default=5)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--concurrency", type=positive, default=5)

    def handle(self, *args: Any, **options: Any) -> None:
        data = json.loads(DATA.read_text())
        plan = data["simulated"]
        total = options["battles"]
        done = 0

        def progress(played: Played) -> None:
            nonlocal done
            done += 1
            self.stderr.write(f"\r{done}/{total} ", ending="")

        playing = play_crowd(
            options["url"],
            battles=total,
            voters=options["voters"],
            seed=options["seed"],
            concurrency=options["concurrency"],
            prompts=plan["prompts"],
            follow_ups=plan["follow_ups"],
            progress=progress,
        )
        try:
            tale = asyncio.run(playing)
        except* (aiohttp.ClientError, ValueError) as errors:
            said = "; ".join(sorted({str(error) for error in errors.exceptions}))
            raise CommandError(
                f"No site answers at {' '.join(options['url'])} ({said}). Start one with `make run`, or say --url.",
                returncode=EXIT_UNUSABLE,
            ) from None
        self.stderr.write("")
        self._report(tale, strengths(data["teams"]))

    def _report(self, tale: Tale, hidden: Mapping[str, float]) -> None:
        self.stdout.write("battles: " + ", ".join(f"{state} {count}" for state, count in tale.states.most_common()))
        for code, count in tale.refusals.most_common():
            self.stdout.write(f"refused: {code} {count}")
        for label, times in (
            ("first text", [p.first_text for p in tale.played if p.first_text is not None]),
            ("complete", [p.complete for p in tale.played if p.complete is not None]),
        ):
            if times:
                self.stdout.write(f"{label}: median {median(times):.2f} s, longest {max(times):.2f} s")
        voted = tale.meetings
        for name, halves in tale.wins.most_common():
            strength = f", hidden strength {hidden[name]:g}" if name in hidden else ""
            self.stdout.write(f"won: {name} {halves / 2:g} of {voted[name]}{strength}")


def positive(word: str) -> int:
    """A whole number from 1."""
    number = int(word)
    if number < 1:
        raise ValueError(word)
    return number


def strengths(teams: Sequence[Mapping[str, str]]) -> dict[str, float]:
    """Hidden strengths, 0 to 1, by the practice entrants' English names; the practice server has them in this order."""
    return {team["entrant_en"]: part.strength for team, part in zip(teams, BUILTIN.parts, strict=True)}
