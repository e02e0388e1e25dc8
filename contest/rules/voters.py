"""Pseudonyms: what the engine knows of a citizen."""

import hashlib
import hmac


def voter_ref(citizen_id: str, key: str) -> str:
    """HMAC-SHA-256 of the citizen's random id under the secret key, as 64 hexadecimal digits."""
    return hmac.new(key.encode(), citizen_id.encode(), hashlib.sha256).hexdigest()
