"""What organisers were told by e-mail and webhook, and what has not arrived."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contest.models import OrganiserMessage
from contest.rules.messages import MOST_TRIES


@dataclass(frozen=True)
class MessageView:
    """One message on one channel. It is given up when it was tried as often as it may be and did not arrive."""

    ref: str
    channel: str
    kind: str
    facts: dict[str, Any]
    made_at: datetime
    sent_at: datetime | None
    tries: int
    problem: str

    @property
    def is_given_up(self) -> bool:
        """Whether it will not be tried again."""
        return self.sent_at is None and self.tries >= MOST_TRIES


def count_messages() -> int:
    """How many there are."""
    return OrganiserMessage.objects.count()


def messages_page(start: int, stop: int) -> list[MessageView]:
    """Messages from `start` up to `stop`, newest first."""
    rows = OrganiserMessage.objects.order_by("-made_at", "-pk")[start:stop]
    return [
        MessageView(row.ref, row.channel, row.kind, row.facts, row.made_at, row.sent_at, row.tries, row.problem)
        for row in rows
    ]
