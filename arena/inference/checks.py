"""What an endpoint must do before it is enrolled: one small check for each thing, in the order of the report."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any

import orjson

from arena.inference.client import InferenceClient, Reply
from arena.inference.finding import Finding, Level
from arena.inference.health import probe
from arena.inference.sse import Chunk
from arena.inference.target import Bounds, Deadlines, Message, Sampling, Target
from arena.rules.blindness.pace import (
    FASTEST,
    HOLD_ROOM,
    LONGEST_HOLD,
    ROOM,
    SLOWEST,
    Arrival,
    keeps_slowest,
)

GREEDY = Sampling(temperature=0.0, top_p=1.0, max_tokens=256)
ASK_KOREAN = Message("user", "대한민국의 수도는 어디인가요? 한국어로 두세 문장으로 답해 주세요.")
TALK = (
    Message("system", "당신은 시민의 질문에 답하는 도우미입니다."),
    Message("user", "봄 감자는 언제 심나요?"),
    Message("assistant", "땅이 따뜻해지는 3월에 심어요."),
    Message("user", "그럼 언제 거두나요?"),
)
TINY = 8
WRONG_NAME = "no-such-name-0000"
WRONG_KEY = "wrong-key-0000"
FREE_WITHIN_SECONDS = 1.0
"""So soon after its reader has left a slot must be free again."""
ASK_LONG = Message("user", "한국의 사계절과 명절을 달마다 나누어 아주 길고 자세하게 설명해 주세요.")
LONG = replace(GREEDY, max_tokens=2048)
"""An answer that does not end by itself in the second in which its slot must come free."""


@dataclass(frozen=True)
class Bench:
    """What the checks work with. `context_tokens`: what the endpoint's record tells; None where there is none."""

    client: InferenceClient
    target: Target
    deadlines: Deadlines
    prompt_characters: int
    context_tokens: int | None = None

    async def stream(self, messages: Sequence[Message], sampling: Sampling = GREEDY) -> list[Chunk]:
        """A streamed answer. Raises UpstreamError."""
        stream = self.client.stream(self.target, messages, sampling, self.deadlines, Bounds())
        async with aclosing(stream) as chunks:
            return [chunk async for chunk in chunks]

    async def post(self, target: Target | None = None, raw: bytes | None = None, **changes: Any) -> Reply:
        """A whole answer to a small request with these changes. Raises UpstreamError."""
        chosen = target or self.target
        messages = [{"role": ASK_KOREAN.role, "content": ASK_KOREAN.content}]
        body = {"model": chosen.served_name, "messages": messages, "max_tokens": 64, "temperature": 0, **changes}
        seconds = self.deadlines.total
        sent = orjson.dumps(body) if raw is None else raw
        return await self.client.exchange(chosen, "/v1/chat/completions", seconds, body=sent)


Check = Callable[[Bench], Awaitable[Finding]]


async def _streaming(bench: Bench) -> Finding:
    chunks = await bench.stream([ASK_KOREAN])
    texts = [chunk for chunk in chunks if chunk.text]
    if len(texts) < 2:
        told = "The answer came in one piece; switch off buffering in the proxy (nginx: proxy_buffering off)."
        return Finding("streaming", Level.MUST, False, told)
    return Finding("streaming", Level.MUST, True, f"The answer came in {len(texts)} pieces.")


async def _token_counts(bench: Bench) -> Finding:
    counted = (await bench.stream([ASK_KOREAN]))[-1].usage is not None
    told = "Token counts are sent." if counted else "No usage was sent; allow stream_options.include_usage."
    return Finding("token counts", Level.SHOULD, counted, told)


async def _korean(bench: Bench) -> Finding:
    text = "".join(chunk.text for chunk in await bench.stream([ASK_KOREAN]))
    if "\ufffd" in text:
        return Finding("korean", Level.MUST, False, "Letters are broken (U+FFFD); check the detokenizer.")
    korean = any("가" <= letter <= "힣" for letter in text)
    told = "Korean is answered in Korean." if korean else "A Korean question got no Korean answer."
    return Finding("korean", Level.SHOULD, korean, told)


async def _several_turns(bench: Bench) -> Finding:
    await bench.stream(TALK)
    return Finding("several turns", Level.MUST, True, "A system message and earlier turns are accepted.")


async def _answer_limit(bench: Bench) -> Finding:
    last = (await bench.stream([ASK_KOREAN], replace(GREEDY, max_tokens=TINY)))[-1]
    kept = last.finish_reason == "length" and (last.usage is None or last.usage.completion_tokens <= TINY)
    told = "max_tokens is kept." if kept else f"max_tokens={TINY} was not kept with finish_reason 'length'."
    return Finding("answer limit", Level.MUST, kept, told)


async def _stop_words(bench: Bench) -> Finding:
    text = _content(await bench.post())
    middle = text[len(text) // 2 :][:2]
    if not middle:
        return Finding("stop words", Level.SHOULD, False, "A request that is not streamed got no text.")
    kept = middle not in _content(await bench.post(stop=[middle]))
    told = "Stop words end the answer." if kept else "A stop word did not end the answer."
    return Finding("stop words", Level.SHOULD, kept, told)


async def leaving(bench: Bench) -> Finding:
    """A reader goes away in the middle: the server's running count must be back where it was, and is believed late.

    A count that is read at once may not have shown the answer yet, so only what it says after the second counts.
    """
    before = await _running(bench)
    async with aclosing(bench.client.stream(bench.target, [ASK_LONG], LONG, bench.deadlines, Bounds())) as chunks:
        await anext(chunks)
    await asyncio.sleep(FREE_WITHIN_SECONDS)
    after = await _running(bench)
    if before is None or after is None:
        told = "Whether a reader who leaves frees the slot cannot be seen: /metrics has no running count."
        return Finding("leaving", Level.SHOULD, False, told)
    if after > before:
        told = f"The answer runs on after its reader has left: {before:.0f} ran before, {after:.0f} a second later."
        return Finding("leaving", Level.MUST, False, told)
    return Finding("leaving", Level.MUST, True, "A reader who leaves frees the slot.")


async def _running(bench: Bench) -> float | None:
    return (await probe(bench.client, bench.target, bench.deadlines.connect)).running


async def _long_prompt(bench: Bench) -> Finding:
    question = ("가나다라마바사아자차 " * (bench.prompt_characters // 11 + 1))[: bench.prompt_characters]
    await bench.stream([Message("user", question)], replace(GREEDY, max_tokens=TINY))
    told = f"A prompt of {bench.prompt_characters} characters is accepted."
    return Finding("long prompt", Level.MUST, True, told)


async def _context_limit(bench: Bench) -> Finding:
    health = await probe(bench.client, bench.target, bench.deadlines.connect)
    if health.context_tokens is None:
        told = "The context's length is not told (max_model_len in /v1/models), so its limit was not tried."
        return Finding("context limit", Level.SHOULD, False, told)
    if bench.context_tokens is not None and health.context_tokens < bench.context_tokens:
        told = (
            f"The record tells a context of {bench.context_tokens} tokens and the server takes {health.context_tokens};"
            " raise --max-model-len, or have the record changed."
        )
        return Finding("context limit", Level.MUST, False, told)
    reply = await bench.post(messages=[{"role": "user", "content": "가 나 다 " * health.context_tokens}])
    return _refused("context limit", "A prompt beyond the context", reply, (400, 413, 422))


async def _wrong_name(bench: Bench) -> Finding:
    reply = await bench.post(target=replace(bench.target, served_name=WRONG_NAME))
    return _refused("wrong name", "A wrong served name", reply, (400, 404))


async def _broken_request(bench: Bench) -> Finding:
    return _refused("broken request", "A broken request", await bench.post(raw=b"{"), (400, 422))


async def pace(bench: Bench, sampling: Sampling = GREEDY) -> Finding:
    """The slowest server of a stage sets the pace for all, down to a floor; a server below that can be told."""
    clock, begun = asyncio.get_running_loop().time, asyncio.get_running_loop().time()
    first, size, keeps = None, 0, FASTEST
    async with aclosing(bench.client.stream(bench.target, [ASK_KOREAN], sampling, bench.deadlines, Bounds())) as chunks:
        async for chunk in chunks:
            if not chunk.text:
                continue
            now = clock()
            first = now if first is None else first
            if now > first:
                keeps = min(keeps, size / (now - first))
            size += len(chunk.text.encode())
    arrival = Arrival((first or clock()) - begun, keeps)
    told = f"The first text came after {arrival.began_seconds:.1f} s, then at least {keeps:.0f} bytes a second."
    if keeps_slowest(arrival):
        return Finding("pace", Level.SHOULD, True, told, arrival)
    slow = (
        f"{told} Begin within {LONGEST_HOLD / HOLD_ROOM:.1f} s and write {SLOWEST / ROOM:.0f} bytes a second:"
        " a slower server can be told by its speed, and makes everybody's answers slow."
    )
    return Finding("pace", Level.SHOULD, False, slow, arrival)


async def _key(bench: Bench) -> Finding:
    if bench.target.api_key is None:
        return Finding("key", Level.SHOULD, False, "The endpoint asks for no key; set --api-key on the server.")
    reply = await bench.post(target=replace(bench.target, api_key=WRONG_KEY))
    return _refused("key", "A wrong key", reply, (401, 403))


def _refused(check: str, what: str, reply: Reply, statuses: tuple[int, ...]) -> Finding:
    """Whether a wrong request got one of these statuses, and JSON that says so."""
    if reply.status not in statuses:
        wanted = " or ".join(str(status) for status in statuses)
        return Finding(check, Level.MUST, False, f"{what} got status {reply.status}; it should be {wanted}.")
    try:
        orjson.loads(reply.body)
    except ValueError:
        return Finding(check, Level.SHOULD, False, f"{what} is refused, but not in JSON.")
    return Finding(check, Level.MUST, True, f"{what} is refused with status {reply.status}.")


def _content(reply: Reply) -> str:
    try:
        content = orjson.loads(reply.body)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, TypeError, IndexError):
        return ""
    return content if isinstance(content, str) else ""


CHECKS: tuple[Check, ...] = (
    _streaming,
    _token_counts,
    _korean,
    _several_turns,
    _answer_limit,
    _stop_words,
    leaving,
    _long_prompt,
    _context_limit,
    _wrong_name,
    _broken_request,
    pace,
    _key,
)
