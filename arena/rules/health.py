"""When an endpoint counts as down. One bad look may be chance; two in a row keep citizens away from it."""

FAILURES_UNTIL_DOWN = 2


def is_down(failures_in_a_row: int) -> bool:
    """Whether an endpoint with so many bad looks in a row is drawn no more. The first good look brings it back."""
    return failures_in_a_row >= FAILURES_UNTIL_DOWN
