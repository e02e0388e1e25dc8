"""The twin's HTTP side: the part of the OpenAI-compatible protocol that the contest uses, under vLLM's names."""

import asyncio
from collections import Counter
from dataclasses import dataclass

from aiohttp import web

from arena.inference.rehearsal.answers import compose, pieces
from arena.inference.rehearsal.faults import PLAYERS, PREFIXES, Fault, event, refusal


@dataclass(frozen=True)
class Part:
    """How one served name plays: seconds to its first token, tokens a second, strength from 0 to 1."""

    served_name: str
    first_token_seconds: float
    tokens_per_second: float
    strength: float


BUILTIN = (
    Part("m-4f1c", 0.4, 45, 0.9),
    Part("m-93ab", 0.2, 70, 0.75),
    Part("m-07de", 0.8, 35, 0.55),
    Part("m-c25e", 0.3, 55, 0.4),
    Part("m-b8f0", 0.6, 40, 0.2),
)
PARTS = web.AppKey("parts", dict[str, Part])
FAULTS = web.AppKey("faults", dict[str, tuple[Fault, int]])
RUNNING = web.AppKey("running", Counter[str])
SEED = web.AppKey("seed", str)


def make_app(parts: tuple[Part, ...] = BUILTIN, seed: str = "rehearsal") -> web.Application:
    """The twin as an aiohttp application; the same seed gives the same answers."""
    app = web.Application(client_max_size=4 * 1024 * 1024)
    app[PARTS] = {part.served_name: part for part in parts}
    app[FAULTS] = {}
    app[RUNNING] = Counter()
    app[SEED] = seed
    app.router.add_post("/v1/chat/completions", chat)
    app.router.add_get("/v1/models", served_names)
    app.router.add_get("/health", health)
    app.router.add_get("/metrics", metrics)
    app.router.add_post("/rehearsal/faults", set_fault)
    return app


async def served_names(request: web.Request) -> web.Response:
    """`/v1/models`."""
    data = [{"id": name, "object": "model", "owned_by": "rehearsal"} for name in request.app[PARTS]]
    return web.json_response({"object": "list", "data": data})


async def health(_request: web.Request) -> web.Response:
    """`/health`: 200 while it answers."""
    return web.Response()


async def metrics(request: web.Request) -> web.Response:
    """`/metrics`, with the names that vLLM uses."""
    lines = []
    for name in request.app[PARTS]:
        label = f'{{model_name="{name}"}}'
        lines += [
            f"vllm:num_requests_running{label} {request.app[RUNNING][name]}",
            f"vllm:num_requests_waiting{label} 0",
            f"vllm:kv_cache_usage_perc{label} 0",
        ]
    return web.Response(text="\n".join(lines) + "\n")


async def set_fault(request: web.Request) -> web.Response:
    """Misbehave for the next `remaining` requests to `served_name`; `fault: null` ends it."""
    body = await request.json()
    name = body["served_name"]
    if body.get("fault") is None:
        request.app[FAULTS].pop(name, None)
    else:
        request.app[FAULTS][name] = (Fault(body["fault"]), int(body.get("remaining", 1)))
    return web.json_response({"served_name": name})


def _take_fault(app: web.Application, name: str) -> Fault | None:
    planned = app[FAULTS].pop(name, None)
    if planned is None:
        return None
    fault, remaining = planned
    if remaining > 1:
        app[FAULTS][name] = (fault, remaining - 1)
    return fault


async def chat(request: web.Request) -> web.StreamResponse:
    """`/v1/chat/completions`, streamed or whole."""
    body = await request.json()
    part = request.app[PARTS].get(body.get("model"))
    if part is None:
        return web.json_response({"error": {"message": "unknown model"}}, status=404)
    fault = _take_fault(request.app, part.served_name)
    if fault is not None and (refused := refusal(fault)):
        return refused
    text = PREFIXES.get(fault, "") if fault else ""
    text += compose(body["messages"], f"{request.app[SEED]}/{part.served_name}", part.strength)
    if not body.get("stream"):
        message = {"role": "assistant", "content": text}
        return web.json_response({"choices": [{"message": message, "finish_reason": "stop"}]})
    request.app[RUNNING][part.served_name] += 1
    try:
        return await _stream(request, part, fault, pieces(text, part.served_name)[: body.get("max_tokens")])
    finally:
        request.app[RUNNING][part.served_name] -= 1


async def _stream(request: web.Request, part: Part, fault: Fault | None, tokens: list[str]) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8"})
    await answer.prepare(request)
    if fault is not None and fault in PLAYERS:
        await PLAYERS[fault](answer)
        return answer
    await asyncio.sleep(part.first_token_seconds)
    await answer.write(event({"role": "assistant", "content": ""}))
    for token in tokens:
        await answer.write(event({"content": token}))
        await asyncio.sleep(1 / part.tokens_per_second)
    await answer.write(event({}, "stop") + b"data: [DONE]\n\n")
    return answer
