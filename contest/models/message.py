"""What organisers are told by e-mail or webhook."""

from django.db import models

from arena.models.refs import new_ref


class OrganiserMessage(models.Model):
    """One message on one channel. It is kept after it was sent, so that nothing is told twice.

    `about` is the ref of a finding, an endpoint or a canary's alert; `number` counts the messages about it on this
    channel.
    """

    class Channel(models.TextChoices):
        """By which way it goes."""

        EMAIL = "email"
        WEBHOOK = "webhook"

    class Kind(models.TextChoices):
        """What happened."""

        FINDING = "finding"
        ENDPOINT_DOWN = "endpoint_down"
        ENDPOINT_BACK = "endpoint_back"
        ENDPOINT_CHANGED = "endpoint_changed"

    ref = models.CharField(max_length=24, unique=True, default=new_ref, editable=False)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    about = models.CharField(max_length=24)
    number = models.PositiveIntegerField(default=1)
    facts = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    # Nobody sends it before this instant; whoever sends it moves it on first.
    due_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            # Two clocks that notice the same thing at once write it down once.
            models.UniqueConstraint(fields=["channel", "about", "number"], name="one_message_per_event")
        ]
        indexes = [models.Index(fields=["due_at"], condition=models.Q(sent_at=None), name="messages_to_send")]
