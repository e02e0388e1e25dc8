"""What the gateway costs: its client beside a direct client on the same server, in one run.

    python -m benchmarks.gateway            # against the rehearsal server
    python -m benchmarks.gateway --vllm     # against a real vLLM with a tiny model (`make test-vllm` installs it)
    python -m benchmarks.gateway --url http://127.0.0.1:8000 --name m-1   # against any other server

First part: time to first token and tokens a second of both clients at `--streams` streams, in alternating rounds.
Second part: a stub sends one token per write to each of `--paced` streams; the CPU time of this process tells how many
tokens a second one core can take.
"""

import argparse
import asyncio
import json
import multiprocessing
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import aiohttp
import orjson
import uvloop

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from arena.inference.client import KEEP_ALIVE_SECONDS, InferenceClient  # noqa: E402
from arena.inference.rehearsal.wire import DONE, Wire  # noqa: E402
from arena.inference.target import Bounds, Deadlines, Message, Sampling, Target  # noqa: E402
from benchmarks.support.real_vllm import real_vllm  # noqa: E402

MOST_EXTRA_MILLISECONDS = 30.0
LEAST_SHARE = 0.95
LEAST_CHUNKS_PER_CORE = 30_000
QUESTION = [Message("user", "봄 감자는 언제 심는 것이 좋은가요? 자세히 알려 주세요.")]
DEADLINES = Deadlines(connect=10, first_token=60, between_tokens=60, total=300)
TOKEN_SECONDS = 0.02


@dataclass(frozen=True)
class Told:
    """One answer as a client saw it: `chunks` are the pieces that its reader was handed (lines or reads)."""

    first_token_seconds: float
    tokens: int
    chunks: int = 0


Ask = Callable[[], Awaitable[Told]]
Connected = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def body(name: str, most_tokens: int) -> dict[str, object]:
    """What both clients send, but for the gateway's own order of fields."""
    return {
        "model": name,
        "messages": [{"role": message.role, "content": message.content} for message in QUESTION],
        "temperature": 0.0,
        "top_p": 1.0,
        "max_tokens": most_tokens,
        "stream": True,
        "stream_options": {"include_usage": True},
    }


class DirectClient:
    """The floor: bare sockets that know just enough HTTP, kept open between answers as the gateway keeps its own."""

    def __init__(self, url: str) -> None:
        self._address = urlsplit(url)
        self._idle: list[tuple[Connected, float]] = []

    async def ask(self, name: str, most_tokens: int) -> Told:
        """One answer."""
        sent = orjson.dumps(body(name, most_tokens))
        head = (
            f"POST /v1/chat/completions HTTP/1.1\r\nHost: {self._address.netloc}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(sent)}\r\n\r\n"
        )
        begun = time.perf_counter()
        reader, writer = await self._connected()
        writer.write(head.encode() + sent)
        first, tail = 0.0, b""
        while not tail.endswith(b"\r\n0\r\n\r\n"):
            data = await reader.read(65536)
            if not data:
                raise SystemExit(f"The server hung up: {tail!r}")
            if not first and any(text and not text.startswith(b'"') for text in data.split(b'"content":"')[1:]):
                first = time.perf_counter() - begun
            tail = (tail + data)[-4096:]
        self._idle.append(((reader, writer), time.perf_counter()))
        return Told(first, int(tail.split(b'"completion_tokens":')[-1].split(b",")[0].split(b"}")[0]))

    async def _connected(self) -> Connected:
        while self._idle:
            connected, since = self._idle.pop()
            if time.perf_counter() - since < KEEP_ALIVE_SECONDS:
                return connected
            connected[1].close()
        return await asyncio.open_connection(self._address.hostname, self._address.port or 80)

    def close(self) -> None:
        """Hang up."""
        for (_reader, writer), _since in self._idle:
            writer.close()


async def ask_gateway(client: InferenceClient, target: Target, most_tokens: int) -> Told:
    """The contest's own way, as the streaming worker asks."""
    begun = time.perf_counter()
    first, tokens, chunks = 0.0, 0, 0
    sampling = Sampling(temperature=0.0, top_p=1.0, max_tokens=most_tokens)
    async for chunk in client.stream_with_retry([target], QUESTION, sampling, DEADLINES, Bounds()):
        chunks += 1
        if chunk.text and not first:
            first = time.perf_counter() - begun
        if chunk.usage is not None:
            tokens = chunk.usage.completion_tokens
    return Told(first, tokens, chunks)


async def race(ask: Ask, streams: int) -> tuple[list[float], float]:
    """Times to first token of so many streams at once, and their tokens a second together."""
    begun = time.perf_counter()
    told = await asyncio.gather(*[ask() for _ in range(streams)])
    took = time.perf_counter() - begun
    return [one.first_token_seconds * 1000 for one in told], sum(one.tokens for one in told) / took


async def side_by_side(url: str, options: argparse.Namespace, name: str) -> bool:
    """Alternate the clients over the rounds, so that a drift of the machine hits both."""
    firsts: dict[str, list[float]] = {"direct": [], "gateway": []}
    speeds: dict[str, list[float]] = {"direct": [], "gateway": []}
    direct = DirectClient(url)
    async with InferenceClient() as client:
        ways: dict[str, Ask] = {
            "direct": lambda: direct.ask(name, options.tokens),
            "gateway": lambda: ask_gateway(client, Target(url, name), options.tokens),
        }
        for number in range(options.rounds + 1):
            for way in sorted(ways, reverse=bool(number % 2)):
                milliseconds, speed = await race(ways[way], options.streams)
                if number:  # the first round warms up
                    firsts[way] += milliseconds
                    speeds[way].append(speed)
    direct.close()
    print(f"\n{options.streams} streams, {options.rounds} rounds, {url}")
    print(f"{'client':10}{'first token p50':>18}{'p95':>10}{'tokens/s (median)':>20}")
    for way in firsts:
        spread = statistics.quantiles(firsts[way], n=20)
        p50 = statistics.median(firsts[way])
        print(f"{way:10}{p50:>15.1f} ms{spread[-1]:>7.1f} ms{statistics.median(speeds[way]):>20.0f}")
    extra = statistics.median(firsts["gateway"]) - statistics.median(firsts["direct"])
    share = statistics.median(speeds["gateway"]) / statistics.median(speeds["direct"])
    return all(
        [
            verdict(
                f"first token {extra:+.1f} ms (at most +{MOST_EXTRA_MILLISECONDS})", extra <= MOST_EXTRA_MILLISECONDS
            ),
            verdict(f"tokens/s {share:.3f} of direct (at least {LEAST_SHARE})", share >= LEAST_SHARE),
        ]
    )


def verdict(said: str, held: bool) -> bool:
    """Print a bar and whether it is held."""
    print(f"  {'held' if held else 'MISSED':8}{said}")
    return held


class PacedStub(asyncio.Protocol):
    """Answers any request with a stream of tokens, one a write, each 20 ms; cheap enough for hundreds of streams."""

    def __init__(self, tokens: int) -> None:
        wire = Wire("m-stub", "chatcmpl-0123456789abcdef01234567")
        self._token = self._block(wire.text("가나다"))
        self._end = self._block(wire.finish("stop") + wire.usage(20, tokens) + DONE) + b"0\r\n\r\n"
        self._tokens = tokens

    @staticmethod
    def _block(data: bytes) -> bytes:
        return f"{len(data):x}\r\n".encode() + data + b"\r\n"

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._loop = asyncio.get_running_loop()

    def data_received(self, data: bytes) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
        self._transport.write(head)
        self._left, self._due = self._tokens, self._loop.time()
        self._send()

    def _send(self) -> None:
        if not self._left:
            self._transport.write(self._end)
            return
        self._left -= 1
        self._due += TOKEN_SECONDS
        self._transport.write(self._token)
        self._loop.call_at(self._due, self._send)


def serve_stub(tokens: int, port: Connection) -> None:
    """The stub's process; tells its port."""

    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(lambda: PacedStub(tokens), "127.0.0.1", 0, backlog=4096)
        port.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve())


async def ask_plain_aiohttp(session: aiohttp.ClientSession, url: str) -> Told:
    """What the library's own line reader and the standard json cost, for comparison."""
    tokens = 0
    async with session.post(f"{url}/v1/chat/completions", json=body("m-stub", 1)) as answer:
        async for line in answer.content:
            if line.startswith(b"data: {"):
                choices = json.loads(line[6:])["choices"]
                tokens += bool(choices and choices[0]["delta"].get("content"))
    return Told(0.0, tokens, tokens)


async def cost(url: str, streams: int) -> bool:
    """CPU time of this process while so many paced streams run; one core's worth of tokens follows from it."""
    print(f"\n{streams} streams of one token each {TOKEN_SECONDS * 1000:.0f} ms, one token a write")
    print(f"{'client':16}{'tokens/s':>10}{'CPU of a core':>15}{'tokens/s a core':>17}{'chunks/s a core':>17}{'RSS':>9}")
    capacity = {}
    async with InferenceClient() as client, aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        target = Target(url, "m-stub")
        ways: dict[str, Ask] = {
            "gateway": lambda: ask_gateway(client, target, 1),
            "plain aiohttp": lambda: ask_plain_aiohttp(session, url),
        }
        for way, ask in ways.items():
            begun, cpu = time.perf_counter(), time.process_time()
            told = await asyncio.gather(*[ask() for _ in range(streams)])
            took, cpu = time.perf_counter() - begun, time.process_time() - cpu
            tokens = sum(one.tokens for one in told)
            chunks = sum(one.chunks for one in told)
            capacity[way] = chunks / cpu
            megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            rates = f"{tokens / took:>10.0f}{cpu / took:>15.0%}{tokens / cpu:>17.0f}{chunks / cpu:>17.0f}"
            print(f"{way:16}{rates}{megabytes:>6.0f} MB")
    held = capacity["gateway"] >= LEAST_CHUNKS_PER_CORE
    return verdict(f"{capacity['gateway']:.0f} chunks/s a core (at least {LEAST_CHUNKS_PER_CORE})", held)


@asynccontextmanager
async def rehearsal(rate: float) -> AsyncIterator[tuple[str, str]]:
    """The rehearsal server in a process of its own; gives its address and served name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cast.json"
        part = {"served_name": "m-bench", "first_token_seconds": 0.02, "tokens_per_second": rate, "strength": 0.95}
        path.write_text(json.dumps({"parts": [part]}))
        command = [sys.executable, "-m", "arena.inference.rehearsal", "--config", str(path)]
        process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=subprocess.PIPE)
        assert process.stdout is not None
        port = json.loads(await process.stdout.readline())["port"]
        try:
            yield f"http://127.0.0.1:{port}", "m-bench"
        finally:
            process.terminate()
            await process.wait()


async def run(options: argparse.Namespace, stub_url: str) -> bool:
    """Both parts."""
    if options.url:
        held = await side_by_side(options.url.rstrip("/"), options, options.name)
    elif options.vllm:
        with real_vllm() as (url, name):
            held = await side_by_side(url, options, name)
    else:
        async with rehearsal(options.rate) as (url, name):
            held = await side_by_side(url, options, name)
    return await cost(stub_url, options.paced) and held


def main() -> None:
    """Read the command line; the exit status is 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", help="a server to measure on, without /v1 (default: the rehearsal server)")
    parser.add_argument("--name", help="its served name")
    parser.add_argument("--vllm", action="store_true", help="start a vLLM server and measure on that")
    parser.add_argument("--streams", type=int, default=32)
    parser.add_argument("--tokens", type=int, default=400, help="the longest answer")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rate", type=float, default=200, help="tokens/s of a stream of the rehearsal server")
    parser.add_argument("--paced", type=int, default=200, help="streams of the second part")
    options = parser.parse_args()
    if bool(options.url) != bool(options.name) or (options.url and options.vllm):
        parser.error("Give --url and --name together, or --vllm, or none of them.")
    mine, theirs = multiprocessing.Pipe()
    context = multiprocessing.get_context("spawn")
    stub = context.Process(target=serve_stub, args=(400, theirs), daemon=True)
    stub.start()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        held = runner.run(run(options, f"http://127.0.0.1:{mine.recv()}"))
    stub.terminate()
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
