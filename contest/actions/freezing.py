"""What an entrant is, held still for a stage by its digest; and who may be changed meanwhile."""

from datetime import datetime

from arena.actions.canaries import forget_fingerprint
from contest.actions.refusals import ActRefused
from contest.models import Entry, Fielding, Stage
from contest.queries.stage_facts import frozen_facts
from contest.rules.issues import Issue
from contest.rules.stages import RUNNING
from contest.rules.stages_terms import digest


def lock_entries(stage: Stage) -> list[Entry]:
    """The stage's entries that have not withdrawn; their entrants stay as they are until the transaction ends."""
    entries = list(stage.entries.filter(withdrawn_at=None).order_by("pk"))
    locked = Fielding.objects.select_for_update(of=("self",)).select_related("team", "entrant")
    rows = {row.pk: row for row in locked.filter(pk__in=[entry.fielding_id for entry in entries]).order_by("pk")}
    for entry in entries:
        entry.fielding = rows[entry.fielding_id]
    return entries


def freeze(stage: Stage, entry: Entry, now: datetime) -> str:
    """Keep what the entrant is, with its digest, which is returned. The entrant must be locked.

    At its first freezing canaries begin anew: what answers from now on is what they compare with.
    """
    if not entry.fielding.entries.exclude(frozen_at=None).exists():
        forget_fingerprint(entry.fielding.entrant.ref)
    entry.frozen = frozen_facts(stage, entry.fielding)
    entry.frozen_sha256 = digest(entry.frozen)
    entry.frozen_at = now
    entry.save(update_fields=["frozen", "frozen_sha256", "frozen_at"])
    return entry.frozen_sha256


def lock_unfrozen(slug: str) -> Fielding:
    """An entrant that may be changed, locked. Raises ActRefused: `entrant_unknown`, or `entrant_is_frozen`.

    Frozen is who takes part in a contest stage that runs; a rehearsal decides nothing, so it freezes nobody.
    """
    locked = Fielding.objects.select_for_update(of=("self",)).select_related("team", "entrant")
    fielding = locked.filter(slug=slug).first()
    if fielding is None:
        raise ActRefused([Issue("entrant_unknown", {"entrant": slug})])
    running = Stage.objects.filter(kind=Stage.Kind.CONTEST, state__in=RUNNING)
    entry = fielding.entries.filter(stage__in=running, withdrawn_at=None).select_related("stage").first()
    if entry is not None:
        raise ActRefused([Issue("entrant_is_frozen", {"entrant": slug, "stage": entry.stage.slug})])
    return fielding
