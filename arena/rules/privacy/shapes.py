"""What stands around and between the digits of a number."""

LEFT = r"(?<![0-9A-Za-z_])(?<![0-9][-.])"
RIGHT = r"(?![0-9A-Za-z_])(?![-.][0-9])"
LOOSE_RIGHT = r"(?![0-9])"
GAP = r" {0,2}[-./:_~]? {0,2}"
"""Between groups, when there may be nothing."""
BREAK = r"(?: {0,2}[-./:_~] {0,2}| {1,2})"
"""Between groups, when there must be something."""


def digits_of(text: str) -> str:
    """The digits of `text`, without what stands between them."""
    return "".join(char for char in text if char.isdigit())
