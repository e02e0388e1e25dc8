"""The check of an endpoint before enrolment, against the twin."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from arena.inference.checks import GREEDY, Bench, leaving, pace
from arena.inference.client import InferenceClient
from arena.inference.conformance import as_text, conforms, examine
from arena.inference.finding import Finding, Level
from arena.inference.health import Health
from arena.inference.rehearsal.cast import Cast, Part
from arena.inference.rehearsal.faults import Fault
from arena.inference.rehearsal.server import start
from arena.inference.target import Target
from tests.inference.conftest import PATIENT

PROMPT_CHARACTERS = 8000
GOOD = Part("m-good", 0.0, 3000, 0.9)
CAST = Cast(
    (
        GOOD,
        replace(GOOD, served_name="m-html", fault=Fault.HTML),
        replace(GOOD, served_name="m-mute", fault=Fault.ONLY_REASONING),
        replace(GOOD, served_name="m-small", context_tokens=600),
        replace(GOOD, served_name="m-slow", tokens_per_second=4, strength=0.1),
    ),
    api_key="right",
)


@pytest.fixture
async def base_url() -> AsyncIterator[str]:
    runner, port = await start(CAST, 0)
    yield f"http://127.0.0.1:{port}"
    await runner.cleanup()


async def examined(base_url: str, name: str, key: str | None = "right") -> list[Finding]:
    async with InferenceClient() as client:
        return await examine(client, Target(base_url, name, key), PATIENT, PROMPT_CHARACTERS)


def failed(findings: list[Finding]) -> set[str]:
    return {finding.check for finding in findings if not finding.passed}


async def test_a_good_endpoint_passes_every_check(base_url: str) -> None:
    findings = await examined(base_url, "m-good")
    assert conforms(findings)
    assert failed(findings) == set()


async def test_the_report_has_a_line_for_each_check_and_a_verdict(base_url: str) -> None:
    findings = await examined(base_url, "m-good")
    lines = as_text(findings).splitlines()
    assert len(lines) == len(findings) + 2
    assert lines[-1] == "This endpoint can be enrolled."


@pytest.mark.parametrize(
    ("name", "key", "word"),
    [("m-none", "right", "--served-model-name"), ("m-good", "wrong", "--api-key")],
)
async def test_an_endpoint_that_cannot_be_used_is_told_why(base_url: str, name: str, key: str, word: str) -> None:
    findings = await examined(base_url, name, key)
    assert [finding.check for finding in findings] == ["reachable"]
    assert word in as_text(findings)


async def test_a_page_of_html_is_told_from_vllm(base_url: str) -> None:
    findings = await examined(base_url, "m-html")
    assert not conforms(findings)
    assert "does the URL lead to vLLM itself?" in as_text(findings)


async def test_an_endpoint_that_only_thinks_is_refused(base_url: str) -> None:
    findings = await examined(base_url, "m-mute")
    assert not conforms(findings)
    assert "reasoning alone is no answer" in as_text(findings)


async def test_a_context_that_is_too_small_for_a_citizens_prompt_is_refused(base_url: str) -> None:
    findings = await examined(base_url, "m-small")
    assert not conforms(findings)
    assert "long prompt" in failed(findings)


async def test_a_context_that_is_shorter_than_the_record_tells_is_refused(base_url: str) -> None:
    async with InferenceClient() as client:
        target = Target(base_url, "m-good", "right")
        findings = await examine(client, target, PATIENT, PROMPT_CHARACTERS, context_tokens=32_768)
    assert not conforms(findings)
    assert failed(findings) == {"context limit"}
    assert "raise --max-model-len" in as_text(findings)


@pytest.mark.parametrize(
    ("counts", "passed", "level"),
    [
        ((0, 0), True, Level.MUST),
        ((3, 2), True, Level.MUST),
        ((0, 1), False, Level.MUST),
        ((None, 1), False, Level.SHOULD),
        ((0, None), False, Level.SHOULD),
    ],
)
async def test_a_reader_who_leaves_must_be_seen_to_free_the_slot(
    base_url: str,
    monkeypatch: pytest.MonkeyPatch,
    counts: tuple[float | None, float | None],
    passed: bool,
    level: Level,
) -> None:
    told = iter(counts)

    async def looked_at(*_: object) -> Health:
        return Health(None, running=next(told))

    monkeypatch.setattr("arena.inference.checks.probe", looked_at)
    monkeypatch.setattr("arena.inference.checks.FREE_WITHIN_SECONDS", 0)
    async with InferenceClient() as client:
        found = await leaving(Bench(client, Target(base_url, "m-good", "right"), PATIENT, PROMPT_CHARACTERS))
    assert (found.passed, found.level) == (passed, level)
    assert conforms([found]) is (passed or level is Level.SHOULD)


async def test_an_endpoint_that_writes_more_slowly_than_anything_is_shown_is_advised(base_url: str) -> None:
    async with InferenceClient() as client:
        bench = Bench(client, Target(base_url, "m-slow", "right"), PATIENT, PROMPT_CHARACTERS)
        found = await pace(bench, replace(GREEDY, max_tokens=6))
    assert not found.passed
    assert found.arrival is not None
    assert found.arrival.bytes_per_second < 45
    assert found.level is Level.SHOULD


def test_advice_does_not_keep_an_endpoint_out() -> None:
    assert conforms([Finding("key", Level.SHOULD, False, "Set a key.")])
