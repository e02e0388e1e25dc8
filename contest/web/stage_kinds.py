"""What a stage that is no contest is called wherever it is shown: on pages, in their titles, in pictures and files."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# By the kind of the stage. A contest's stage needs no name for what it is.
KIND_LABELS: dict[str, str | Promise] = {"rehearsal": _("리허설"), "archive": _("보관")}


def kind_label(kind: str) -> str | Promise:
    """The kind in a word; empty for a contest's stage."""
    return KIND_LABELS.get(kind, "")
