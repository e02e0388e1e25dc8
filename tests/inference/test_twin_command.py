"""`python -m arena.inference.rehearsal`, as the one-command run starts it."""

import asyncio
import json
import sys
from pathlib import Path

from arena.inference.client import InferenceClient
from arena.inference.health import probe
from arena.inference.rehearsal.cast import BUILTIN
from arena.inference.target import Target


async def start(*arguments: str) -> asyncio.subprocess.Process:
    command = [sys.executable, "-m", "arena.inference.rehearsal", *arguments]
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=pipe)


async def test_it_tells_its_port_and_served_names_and_answers_there() -> None:
    process = await start("--builtin")
    assert process.stdout is not None
    told = json.loads(await process.stdout.readline())
    try:
        assert told["served_names"] == [part.served_name for part in BUILTIN.parts]
        async with InferenceClient() as client:
            target = Target(f"http://127.0.0.1:{told['port']}", told["served_names"][0])
            assert (await probe(client, target, 5)).problem is None
    finally:
        process.terminate()
        await process.communicate()


async def test_a_broken_cast_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "cast.json"
    path.write_text('{"parts": []}')
    process = await start("--config", str(path))
    _, said = await process.communicate()
    assert process.returncode == 2
    assert b"needs at least one part" in said
