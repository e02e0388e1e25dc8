"""Why the engine refuses. Faces turn each into a sentence; none tells whether another's battle exists."""


class Refused(Exception):
    """The engine will not do this; `code` is the closed word that faces translate."""

    code = "refused"


class PoolClosed(Refused):
    """The pool takes no battles now."""

    code = "no_open_stage"


class TooFewEntrants(Refused):
    """Fewer than two entrants can be drawn."""

    code = "too_few_entrants"


class LineFull(Refused):
    """As many battles wait for their start as may wait."""

    code = "line_full"


class PromptEmpty(Refused):
    """Nothing to ask is left once the prompt is cleaned."""

    code = "prompt_empty"


class PromptTooLong(Refused):
    """The prompt has more characters than a prompt may have."""

    code = "prompt_too_long"


class PromptHarmful(Refused):
    """The prompt asks for harm; the code says of which category."""

    def __init__(self, category: str) -> None:
        super().__init__(category)
        self.code = f"harmful_{category}"


class OutcomeUnknown(Refused):
    """The ballot's outcome or one of its reasons is not in the vocabulary."""

    code = "outcome_unknown"


class BattleNotFound(Refused):
    """No such battle, or it is another voter's: the two look the same."""

    code = "not_found"


class NotReady(Refused):
    """The battle's state does not allow this now, such as a vote before both answers are complete."""

    code = "not_ready"


class TurnsUsedUp(Refused):
    """The battle has had all its turns."""

    code = "turns_used_up"


class AlreadyVoted(Refused):
    """The battle has its one vote, cast with another key."""

    code = "already_voted"


class KeyReused(Refused):
    """The key was used before for another ballot."""

    code = "key_reused"
