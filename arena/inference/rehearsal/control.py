"""The faults to play next, and the door through which a test or a rehearsal sets them."""

from dataclasses import dataclass, field

import orjson
from aiohttp import web

from arena.inference.rehearsal.cast import Cast
from arena.inference.rehearsal.faults import Fault
from arena.inference.rehearsal.wire import problem


@dataclass
class Plan:
    """Which served name plays which fault, for how many more requests (None: until it is told otherwise)."""

    faults: dict[str, tuple[Fault, int | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, cast: Cast) -> "Plan":
        """The faults that the cast begins with."""
        return cls({part.served_name: (part.fault, None) for part in cast.parts if part.fault is not None})

    def take(self, served_name: str) -> Fault | None:
        """The fault of the request that comes in now."""
        fault, remaining = self.faults.get(served_name, (None, None))
        if fault is not None and remaining is not None:
            if remaining > 1:
                self.faults[served_name] = (fault, remaining - 1)
            else:
                del self.faults[served_name]
        return fault


PLAN = web.AppKey("plan", Plan)
NAMES: web.AppKey[frozenset[str]] = web.AppKey("names", frozenset)


async def set_fault(request: web.Request) -> web.Response:
    """`POST /rehearsal/faults` with `{served_name, fault, remaining}`.

    `fault: null` ends the misbehaviour; `remaining` counts requests (1 when left out), null means without end.
    """
    try:
        body = orjson.loads(await request.read())
        name, fault, remaining = body["served_name"], body["fault"], body.get("remaining", 1)
        planned = None if fault is None else (Fault(fault), remaining)
    except (ValueError, KeyError, TypeError, AttributeError):
        return problem(400, f"Send served_name, remaining and a fault of: {', '.join(Fault)}.", "BadRequestError")
    if name not in request.app[NAMES]:
        return problem(404, f"Nobody is served as {name}.", "NotFoundError")
    if planned is None:
        request.app[PLAN].faults.pop(name, None)
    else:
        request.app[PLAN].faults[name] = planned
    return web.json_response({"served_name": name, "fault": fault, "remaining": remaining})
