"""How an endpoint is: does it live, does it serve the frozen name, how busy is it."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass

import orjson

from arena.inference.client import InferenceClient, Reply
from arena.inference.errors import Reason, Throttled, UpstreamError, error_of_status
from arena.inference.target import Bounds, Deadlines, Message, Sampling, Target
from arena.rules.blindness.tokens import TokenStripper
from arena.rules.useless import is_empty, is_one_piece

# Metric names change between versions of vLLM: the first that is there counts, none is no error.
RUNNING = ("vllm:num_requests_running",)
WAITING = ("vllm:num_requests_waiting",)
CACHE_USED = ("vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc")

GREETING = (Message("user", "안녕하세요?"),)
SHORT = Sampling(temperature=0.7, top_p=0.95, max_tokens=32)
"""Long enough to tell a loop, and not greedy: a greedy model loops more easily than citizens see it do."""


@dataclass(frozen=True)
class Health:
    """What one look at an endpoint told. `problem` is None when it can be drawn.

    `running`, `waiting` (requests) and `cache_used` (0 to 1) are None where the endpoint does not tell;
    `context_tokens` is the longest prompt and answer together; `seconds` is how long `/v1/models` took.
    """

    problem: Reason | None
    running: float | None = None
    waiting: float | None = None
    cache_used: float | None = None
    context_tokens: int | None = None
    seconds: float | None = None


async def probe(client: InferenceClient, target: Target, seconds: float) -> Health:
    """Look at an endpoint: `/health`, `/v1/models` and `/metrics`, each for at most `seconds`. Never raises for it."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    try:
        listed = await client.exchange(target, "/v1/models", seconds)
        took = loop.time() - begun
        alive = await client.exchange(target, "/health", seconds)
    except UpstreamError as error:
        return Health(error.reason)
    problem, context_tokens = _served(listed, target.served_name)
    if alive.status >= 500:
        # vLLM says so only when its engine is dead. Servers without the page say 404, which tells nothing.
        problem = Reason.SERVER_ERROR
    metrics = await _metrics(client, target, seconds)
    return Health(
        problem,
        running=_over_engines(sum, metrics, RUNNING, target.served_name),
        waiting=_over_engines(sum, metrics, WAITING, target.served_name),
        cache_used=_over_engines(max, metrics, CACHE_USED, target.served_name),
        context_tokens=context_tokens,
        seconds=took,
    )


def _served(listed: Reply, served_name: str) -> tuple[Reason | None, int | None]:
    """What is wrong with the list of served names, and the context's length where it is told."""
    if listed.status != 200:
        error = error_of_status(listed.status, None)
        return (Reason.SERVER_ERROR if isinstance(error, Throttled) else error.reason), None
    try:
        names = {entry["id"]: entry for entry in orjson.loads(listed.body)["data"]}
    except (ValueError, KeyError, TypeError):
        return Reason.BAD_STREAM, None
    if served_name not in names:
        return Reason.NOT_FOUND, None
    longest = names[served_name].get("max_model_len")
    return None, longest if isinstance(longest, int) else None


async def _metrics(client: InferenceClient, target: Target, seconds: float) -> str:
    try:
        page = await client.exchange(target, "/metrics", seconds)
    except UpstreamError:
        # The endpoint answers otherwise: it is only not known how busy it is.
        return ""
    return page.body.decode("utf-8", "replace") if page.status == 200 else ""


def _over_engines(
    together: Callable[[list[float]], float], metrics: str, names: tuple[str, ...], served_name: str
) -> float | None:
    """The first metric that is there, over all engines; of the served name alone if the metrics tell it apart."""
    for name in names:
        samples = list(_samples(metrics, name))
        mine = [value for labels, value in samples if f'model_name="{served_name}"' in labels]
        if samples:
            return together(mine or [value for _, value in samples])
    return None


def _samples(metrics: str, name: str) -> Iterator[tuple[str, float]]:
    """The labels and values of a metric in Prometheus' text format."""
    for line in metrics.splitlines():
        if not line.startswith((name + "{", name + " ")):
            continue
        labels, _, value = line.removeprefix(name).rpartition(" ")
        try:
            yield labels, float(value)
        except ValueError:
            continue


async def answers(client: InferenceClient, target: Target, seconds: float) -> Reason | None:
    """Whether an endpoint answers a question within `seconds`, as a citizen's: None, or the reason why not.

    An answer of nothing but special tokens, or of one token over and over, is none.
    """
    stripper, shown = TokenStripper(), ""
    patience = Deadlines(connect=seconds, first_token=seconds, between_tokens=seconds, total=seconds)
    try:
        async with aclosing(client.stream(target, GREETING, SHORT, patience, Bounds())) as chunks:
            async for chunk in chunks:
                shown += stripper.feed(chunk.text)
    except UpstreamError as error:
        return error.reason
    shown += stripper.finish()
    if is_empty(shown):
        return Reason.EMPTY
    return Reason.REPETITIVE if is_one_piece(shown) else None
