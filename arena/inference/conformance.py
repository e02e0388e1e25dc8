"""Whether an endpoint may be enrolled, with a report that an engineer can act on."""

from collections.abc import Sequence

from arena.inference.checks import CHECKS, Bench, Check
from arena.inference.client import InferenceClient
from arena.inference.errors import Reason, UpstreamError
from arena.inference.finding import Finding, Level
from arena.inference.health import probe
from arena.inference.target import Deadlines, Target

REMEDIES = {
    Reason.CONNECT_FAILED: "no connection; is the server up, and the port open to us?",
    Reason.FIRST_TOKEN_TIMEOUT: "no text in time; is the server overloaded, or does it only think?",
    Reason.TRUNCATED: "the stream broke off without finish_reason or [DONE]; check proxies and their timeouts.",
    Reason.BAD_STREAM: "the answer is no server-sent events of chat completions; does the URL lead to vLLM itself?",
    Reason.UNAUTHORISED: "the key was refused; compare it with --api-key of the server.",
    Reason.NOT_FOUND: "the path or the served name is unknown; compare with --served-model-name.",
    Reason.THROTTLED: "the server is full; try again without other load.",
    Reason.EMPTY: "the answer holds no text; reasoning alone is no answer, so limit or switch off the thinking.",
    Reason.REJECTED: "the request was refused; see the server's log.",
}


async def examine(
    client: InferenceClient,
    target: Target,
    deadlines: Deadlines,
    prompt_characters: int,
    context_tokens: int | None = None,
) -> list[Finding]:
    """Run all checks, in order. A prompt of `prompt_characters` is the longest that a citizen may send.

    `context_tokens`: how long a conversation the endpoint's record tells; None where there is no record yet.
    """
    bench = Bench(client, target, deadlines, prompt_characters, context_tokens)
    reachable = await _reachable(bench)
    if not reachable.passed:
        return [reachable]
    return [reachable, *[await _guarded(check, bench) for check in CHECKS]]


def conforms(findings: Sequence[Finding]) -> bool:
    """Whether the endpoint may be enrolled."""
    return all(finding.passed for finding in findings if finding.level is Level.MUST)


def as_text(findings: Sequence[Finding]) -> str:
    """The report, one line a check, with the verdict at the end."""
    lines = [f"{_mark(finding):7} {finding.check:15} {finding.told}" for finding in findings]
    verdict = "This endpoint can be enrolled." if conforms(findings) else "This endpoint cannot be enrolled yet."
    return "\n".join([*lines, "", verdict])


def _mark(finding: Finding) -> str:
    if finding.passed:
        return "ok"
    return "FAILED" if finding.level is Level.MUST else "advice"


async def _guarded(check: Check, bench: Bench) -> Finding:
    name = check.__name__.strip("_").replace("_", " ")
    try:
        return await check(bench)
    except UpstreamError as error:
        return Finding(name, Level.MUST, False, f"The request failed: {REMEDIES.get(error.reason, error.reason)}")


async def _reachable(bench: Bench) -> Finding:
    health = await probe(bench.client, bench.target, bench.deadlines.connect)
    if health.problem is not None:
        remedy = REMEDIES.get(health.problem, health.problem)
        return Finding("reachable", Level.MUST, False, f"The endpoint cannot be used: {remedy}")
    return Finding("reachable", Level.MUST, True, f"{bench.target.served_name} is served.")
