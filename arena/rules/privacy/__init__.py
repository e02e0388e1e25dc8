"""Personal data in prompts is found and masked before anything stores or sends it."""

from arena.rules.privacy.found import Found, Kind
from arena.rules.privacy.masking import Masked, find_personal_data, mask_personal_data

__all__ = ["Found", "Kind", "Masked", "find_personal_data", "mask_personal_data"]
