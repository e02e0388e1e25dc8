"""The audit log of a stage as a file, for those who check the organisers away from the site."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from django.db.models import QuerySet

from arena.queries.exports import NUMBER, TEXT, Column, schema_of
from contest.models import AuditEntry
from contest.queries.audit_of_a_stage import about_stage

AUDIT = "audit"
ROWS_A_PAGE = 1000
COLUMNS = (
    Column("entry", TEXT, "The entry's own ref."),
    Column("done_at", NUMBER, "When it was done, in seconds since 1970 UTC."),
    Column("actor", TEXT, "The organiser's name then, or the name of a command typed on the host."),
    Column("role", TEXT, "The organiser's role then: viewer, operator or chief; command for those on the host."),
    Column("act", TEXT, "What was done, by the words of the audit log."),
    Column("object_kind", TEXT, "What kind of object it was done to."),
    Column("object", TEXT, "The object's ref or slug."),
    Column("before", TEXT, "What was before, as JSON; empty when nothing was."),
    Column("after", TEXT, "What is after, as JSON; empty when nothing is."),
    Column("reason", TEXT, "The reason that the organiser gave; empty where none was asked."),
)


@dataclass(frozen=True)
class AuditSource:
    """What organisers did about a stage and about all that is or was in it, the oldest first."""

    stage_slug: str

    @property
    def columns(self) -> tuple[Column, ...]:
        return COLUMNS

    def count(self) -> int:
        return self._entries().count()

    def watermark(self) -> None:
        return None

    def batches(self) -> Iterator[pa.RecordBatch]:
        schema, last = schema_of(COLUMNS), 0
        while page := list(self._entries().filter(pk__gt=last).order_by("pk")[:ROWS_A_PAGE]):
            yield pa.RecordBatch.from_pylist([_row(entry) for entry in page], schema)
            last = page[-1].pk

    def _entries(self) -> QuerySet[AuditEntry]:
        return AuditEntry.objects.filter(about_stage(self.stage_slug))


def json_text(values: dict[str, Any] | None, indent: int | None = None) -> str:
    """What was before or after an act, the same text for the same values; empty for none."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, indent=indent) if values else ""


def _row(entry: AuditEntry) -> dict[str, Any]:
    return {
        "entry": entry.ref,
        "done_at": entry.done_at.timestamp(),
        "actor": entry.actor_name,
        "role": entry.role,
        "act": entry.act,
        "object_kind": entry.object_kind,
        "object": entry.object_ref,
        "before": json_text(entry.before),
        "after": json_text(entry.after),
        "reason": entry.reason,
    }
