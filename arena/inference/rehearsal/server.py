"""The twin's HTTP side: the part of the OpenAI-compatible protocol that the contest uses, under vLLM's names."""

import asyncio
import hashlib
import hmac
from contextlib import suppress

from aiohttp import web

from arena.inference.rehearsal.answers import compose, pieces
from arena.inference.rehearsal.cast import Cast, Part
from arena.inference.rehearsal.control import NAMES, PLAN, Plan, set_fault
from arena.inference.rehearsal.faults import PLAYERS, Fault, Stage, altered, refusal
from arena.inference.rehearsal.load import Load, QueueFull, exposition
from arena.inference.rehearsal.question import BadRequest, Question
from arena.inference.rehearsal.wire import DONE, Wire, counts, problem

CAST = web.AppKey("cast", Cast)
LOADS: web.AppKey[dict[str, Load]] = web.AppKey("loads", dict)
LONGEST_BODY = 4 * 1024 * 1024


def make_app(cast: Cast) -> web.Application:
    """The twin as an aiohttp application."""
    app = web.Application(client_max_size=LONGEST_BODY)
    app[CAST] = cast
    loads = {part.served_name: Load(part) for part in cast.parts}
    app[LOADS] = loads
    app[PLAN] = Plan.of(cast)
    app[NAMES] = frozenset(loads)
    app.router.add_post("/v1/chat/completions", chat)
    app.router.add_get("/v1/models", served_names)
    app.router.add_get("/health", health)
    app.router.add_get("/metrics", metrics)
    app.router.add_post("/rehearsal/faults", set_fault)
    return app


async def start(cast: Cast, port: int) -> tuple[web.AppRunner, int]:
    """Serve on loopback; gives the runner, to be cleaned up by the caller, and the port (a free one for 0)."""
    # handler_cancellation: a reader who leaves frees the slot at once, as at a real server.
    runner = web.AppRunner(make_app(cast), access_log=None, handler_cancellation=True, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner, int(runner.addresses[0][1])


async def served_names(request: web.Request) -> web.Response:
    """`/v1/models`, in the cast's order."""
    if not _may_ask(request):
        return _unauthorised()
    data = [
        {"id": part.served_name, "object": "model", "owned_by": "rehearsal", "max_model_len": part.context_tokens}
        for part in request.app[CAST].parts
    ]
    return web.json_response({"object": "list", "data": data})


async def health(_request: web.Request) -> web.Response:
    """`/health`: 200 while it answers."""
    return web.Response()


async def metrics(request: web.Request) -> web.Response:
    """`/metrics`."""
    return web.Response(text=exposition(request.app[LOADS]))


async def chat(request: web.Request) -> web.StreamResponse:
    """`/v1/chat/completions`, streamed or whole."""
    if not _may_ask(request):
        return _unauthorised()
    try:
        question = Question.read(await request.read())
    except BadRequest as error:
        return problem(400, str(error), "BadRequestError")
    part = next((part for part in request.app[CAST].parts if part.served_name == question.served_name), None)
    if part is None:
        return problem(404, f"The model {question.served_name} does not exist.", "NotFoundError")
    if not question.fits(part):
        return problem(400, f"The context is {part.context_tokens} tokens at most.", "BadRequestError")
    fault = request.app[PLAN].take(part.served_name)
    refused = refusal(fault)
    if refused is not None:
        return refused
    try:
        async with request.app[LOADS][part.served_name].slot():
            return await _answer(request, question, part, fault)
    except QueueFull:
        return problem(503, "The queue is full.", "ServiceUnavailableError")


async def _answer(request: web.Request, question: Question, part: Part, fault: Fault | None) -> web.StreamResponse:
    text = compose(question.conversation, f"{request.app[CAST].seed}/{part.served_name}", part.strength)
    text = altered(fault, text)
    for stop in question.stop:
        text = text.partition(stop)[0]
    whole = pieces(text, part.served_name)
    tokens = whole[: question.max_tokens]
    finish_reason = "stop" if len(tokens) == len(whole) else "length"
    load = request.app[LOADS][part.served_name]
    load.prompt_tokens += question.prompt_tokens
    await asyncio.sleep(part.first_token_seconds + (part.fault_seconds if fault is Fault.SLOW_START else 0.0))
    if question.stream:
        answer: web.StreamResponse = await _stream(request, question, part, fault, tokens, finish_reason)
    else:
        await asyncio.sleep(len(tokens) / part.tokens_per_second)
        answer = _whole(question, tokens, finish_reason)
    load.generation_tokens += len(tokens)
    load.answers += 1
    return answer


def _whole(question: Question, tokens: list[str], finish_reason: str) -> web.Response:
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": "".join(tokens)},
        "finish_reason": finish_reason,
    }
    usage = counts(question.prompt_tokens, len(tokens))
    return web.json_response(
        {
            "id": _answer_id(question),
            "object": "chat.completion",
            "created": 0,
            "model": question.served_name,
            "choices": [choice],
            "usage": usage,
        }
    )


async def _stream(
    request: web.Request, question: Question, part: Part, fault: Fault | None, tokens: list[str], finish_reason: str
) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8"})
    wire = Wire(part.served_name, _answer_id(question))
    usage = wire.usage(question.prompt_tokens, len(tokens)) if question.wants_usage else b""
    # A reader who leaves in the middle of a write is no error.
    with suppress(ConnectionResetError):
        await answer.prepare(request)
        await answer.write(wire.role())
        if fault in PLAYERS:
            await PLAYERS[fault](Stage(request, answer, wire, part.fault_seconds))
        else:
            await _play(answer, wire, tokens, part.tokens_per_second)
            await answer.write(wire.finish(finish_reason) + usage + DONE)
    return answer


async def _play(answer: web.StreamResponse, wire: Wire, tokens: list[str], per_second: float) -> None:
    """Write each token when it is due; a server that is behind writes several at once, as real ones do."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    sent = 0
    while sent < len(tokens):
        due = min(len(tokens), int((loop.time() - begun) * per_second) + 1)
        await answer.write(b"".join([wire.text(token) for token in tokens[sent:due]]))
        sent = max(sent, due)
        await asyncio.sleep(max(0.0, begun + sent / per_second - loop.time()))


def _answer_id(question: Question) -> str:
    return "chatcmpl-" + hashlib.sha256(repr(question).encode()).hexdigest()[:24]


def _may_ask(request: web.Request) -> bool:
    key = request.app[CAST].api_key
    if key is None:
        return True
    given = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
    return hmac.compare_digest(given, f"Bearer {key}".encode())


def _unauthorised() -> web.Response:
    return problem(401, "Invalid API key.", "AuthenticationError")
