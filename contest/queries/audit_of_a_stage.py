"""Which entries of the log are about a stage: about itself, and about all that is or was in it."""

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT

from contest.models import Entry, Export, Notice, Proposal, Stage


def about_stage(slug: str) -> Q:
    """A condition on entries of the log. What an entrant's team did before the stage is in it, too."""
    stage, entries = Stage.objects.filter(slug=slug), Entry.objects.filter(stage__slug=slug)
    proposals = _proposals(slug)
    return (
        Q(object_kind="stage", object_ref=slug)
        | Q(object_kind="entrant", object_ref__in=entries.values("fielding__slug"))
        | Q(object_kind="team", object_ref__in=entries.values("fielding__team__slug"))
        | Q(object_kind="endpoint", object_ref__in=entries.values("fielding__entrant__endpoints__ref"))
        | Q(object_kind="battle", object_ref__in=stage.values("pool__battles__ref"))
        | Q(object_kind="finding", object_ref__in=stage.values("pool__findings__ref"))
        | Q(object_kind="notice", object_ref__in=Notice.objects.filter(stage__slug=slug).values("ref"))
        | Q(object_kind="export", object_ref__in=Export.objects.filter(stage__slug=slug).values("ref"))
        | Q(object_kind="proposal", object_ref__in=proposals.values("ref"))
        # Votes are voided and restored by proposals only, which know them one by one.
        | Q(object_kind="votes", object_ref__in=proposals.filter(object_kind="votes").values("object_ref"))
    )


def _proposals(slug: str) -> QuerySet[Proposal]:
    stage = Stage.objects.filter(slug=slug)
    receipts = stage.values("pool__battles__vote__receipt_ref")
    # The votes of one proposal are of one stage: the first tells of which.
    return Proposal.objects.annotate(first=KT("facts__receipts__0")).filter(
        Q(object_kind="stage", object_ref=slug)
        | Q(object_kind="finding", object_ref__in=stage.values("pool__findings__ref"))
        | Q(object_kind="votes", first__in=receipts)
    )
