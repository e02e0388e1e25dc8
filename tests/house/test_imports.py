"""Which way imports run (docs/architecture.md). Each contract's message says what to do instead."""

from dataclasses import dataclass

import pytest

from tests.house.source import Source, sources


@dataclass(frozen=True)
class Contract:
    """Modules under `who` must not import modules under `what`; `excepted` modules may."""

    who: tuple[str, ...]
    what: tuple[str, ...]
    instead: str
    excepted: tuple[str, ...] = ()


FRAMEWORKS = ("django", "celery", "channels", "rest_framework", "aiohttp", "redis", "uvicorn", "kombu")
FACES = ("contest.web", "contest.console", "contest.api")
ARENA_BELOW_TASKS = (
    "arena.rules",
    "arena.models",
    "arena.actions",
    "arena.queries",
    "arena.realtime",
    "arena.streaming",
)

CONTRACTS = [
    Contract(
        ("arena",),
        ("contest",),
        "The engine never asks who or which stage: let contest push the decision down as an argument.",
    ),
    Contract(
        ("arena.rules", "contest.rules"),
        FRAMEWORKS,
        "Rules are pure: take what you need as an argument and do the I/O in an action or a query.",
    ),
    Contract(
        ("arena.rules",),
        ("arena.models", "arena.actions", "arena.queries", "arena.realtime", "arena.streaming", "arena.inference"),
        "Rules stand on nothing: pass plain values in.",
    ),
    Contract(
        ("contest.rules",),
        ("arena", "contest.models", "contest.actions", "contest.queries", *FACES),
        "Rules stand on nothing: pass plain values in.",
    ),
    Contract(
        ("arena.models",),
        ("arena.actions", "arena.queries", "arena.realtime", "arena.streaming", "arena.tasks", "arena.inference"),
        "Tables hold fields and constraints; behaviour belongs to an action.",
    ),
    Contract(
        ("arena.actions",),
        ("arena.tasks", "arena.streaming", "arena.realtime", "arena.inference", "celery"),
        "No network inside a transaction: return what the face or the task must enqueue or send.",
    ),
    Contract(
        ("arena.queries",),
        ("arena.actions", "arena.tasks", "arena.streaming", "arena.realtime", "arena.inference", "celery"),
        "Queries only read: move the write to an action.",
    ),
    Contract(
        ("arena.realtime",),
        ("arena.tasks", "arena.streaming", "arena.inference", "arena.models"),
        "The wire stands on actions and queries: ask one of them for the data.",
    ),
    Contract(("arena.streaming",), ("arena.tasks", "arena.models"), "Streaming stands on actions and queries."),
    Contract(
        ("arena", "contest"),
        ("arena.inference",),
        "Only streaming, the probe and the organisers' commands talk to endpoints.",
        excepted=("arena.inference", "arena.streaming", "arena.tasks", "contest.management"),
    ),
    Contract(
        ("arena.inference",),
        ("django", "celery", "arena.models", "arena.actions", "arena.queries", "arena.realtime", "arena.streaming"),
        "Inference stands beside the rules: plain values in, chunks out.",
    ),
    Contract(
        ("contest.web", "contest.console", "contest.api"),
        ("arena.models", "arena.rules", "arena.realtime", "arena.streaming", "arena.inference", "arena.tasks"),
        "A face uses the engine's public floors: arena.actions, arena.queries, and arena.orders for what workers do.",
    ),
    Contract(("contest.models", "contest.actions", "contest.queries", "contest.rules"), FACES, "Imports only go down."),
    Contract(("contest.models",), ("contest.actions", "contest.queries"), "Imports only go down."),
    Contract(
        ARENA_BELOW_TASKS,
        ("django.conf", "contest.settings"),
        "Settings are read by faces and tasks; take the value as an argument.",
    ),
    Contract(
        ("contest.actions", "contest.queries", "contest.models", "contest.rules"),
        ("django.conf", "contest.settings"),
        "Settings are read by faces and tasks; take the value as an argument.",
    ),
    Contract(
        ("arena", "contest"),
        ("arena.realtime.publisher",),
        "Only streaming and tasks send to the wire.",
        excepted=("arena.streaming", "arena.tasks"),
    ),
    *(
        Contract((face,), tuple(other for other in FACES if other != face), "Faces do not use each other.")
        for face in FACES
    ),
]
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "base", "managers", "services", "constants"}
CLOCKS_AND_CHANCE = {"datetime.now", "datetime.utcnow", "time.time", "date.today", "time.monotonic", "random.random"}


def under(module: str, parents: tuple[str, ...]) -> bool:
    return any(module == parent or module.startswith(parent + ".") for parent in parents)


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda c: f"{'+'.join(c.who)}-not-{c.what[0]}")
def test_imports_run_only_the_way_they_may(contract: Contract) -> None:
    broken = [
        f"{source.path} imports {name}. {contract.instead}"
        for source in sources()
        if under(source.module, contract.who) and not under(source.module, contract.excepted)
        for name in sorted(source.imports())
        if under(name, contract.what)
    ]
    assert not broken, "\n".join(broken)


def test_no_import_stands_inside_a_function() -> None:
    broken = [
        f"{source.path}: {function.name} imports. Move it to the top; a circle means that a module stands too low."
        for source in sources()
        for function in source.functions()
        if any(type(node).__name__ in {"Import", "ImportFrom"} for node in _walk(function))
    ]
    assert not broken, "\n".join(broken)


def test_no_module_has_a_name_that_says_nothing() -> None:
    broken = [
        f"{source.path}: name it after what it does." for source in sources() if source.path.stem in FORBIDDEN_NAMES
    ]
    assert not broken, "\n".join(broken)


def test_rules_read_neither_clock_nor_chance() -> None:
    broken = [
        f"{source.path} uses {name}. Take the time or the rng as an argument."
        for source in sources()
        if under(source.module, ("arena.rules", "contest.rules"))
        for name in CLOCKS_AND_CHANCE
        if name + "(" in source.text
    ]
    assert not broken, "\n".join(broken)


def test_only_actions_write_rows() -> None:
    writes = (".objects.create(", ".bulk_create(", ".save(", ".delete()", ".get_or_create(", ".update_or_create(")
    broken = [
        f"{source.path} writes with {word.strip('.(')}. Only actions write."
        for source in sources()
        if not under(source.module, ("arena.actions", "contest.actions"))
        for word in writes
        if word in source.text
    ]
    assert not broken, "\n".join(broken)


def _walk(function: object) -> list[object]:
    import_free: list[object] = []
    stack = list(function.body)  # type: ignore[attr-defined]
    while stack:
        node = stack.pop()
        import_free.append(node)
        for name in ("body", "orelse", "finalbody", "handlers"):
            stack.extend(getattr(node, name, []))
    return import_free


def test_the_checks_see_the_whole_house() -> None:
    modules = {source.module for source in sources()}
    assert {"arena.rules.lifecycle", "arena.actions.votes", "contest.web.votes"} <= modules


def test_a_contract_that_is_broken_is_noticed() -> None:
    source = next(source for source in sources() if source.module == "contest.web.votes")
    assert isinstance(source, Source)
    assert under("arena.actions.votes", ("arena.actions",))
    assert "arena.actions.votes" in source.imports()
