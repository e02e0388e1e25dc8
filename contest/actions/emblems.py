"""Emblems: the picture that a team sends is checked and painted anew, so that nothing else comes along with it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from contest.actions.audit import organiser_act
from contest.actions.refusals import ActRefused, go_on_unless
from contest.models import Emblem, Team
from contest.rules.emblems import SHOWN_PIXELS, issues_with_file, issues_with_size
from contest.rules.issues import Issue
from contest.rules.roles import Act, Actor

FORMATS = ("PNG", "JPEG", "WEBP")


@dataclass(frozen=True)
class Painted:
    """An emblem as it is kept and served: a PNG of at most 256 pixels a side."""

    png: bytes
    sha256: str
    width: int
    height: int


def paint_emblem(file: bytes) -> Painted:
    """Decode, scale down and encode again: metadata, trailing bytes and other formats' tricks do not survive.

    Raises ActRefused: `emblem_too_heavy`, `emblem_is_no_picture`, `emblem_too_small`, `emblem_too_large`.
    """
    go_on_unless(issues_with_file(len(file)))
    try:
        with Image.open(BytesIO(file), formats=FORMATS) as picture:
            # The size is in the header; it is judged before a single pixel is decoded.
            go_on_unless(issues_with_size(*picture.size))
            painted = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise ActRefused([Issue("emblem_is_no_picture", {"formats": ", ".join(FORMATS)})]) from None
    painted.thumbnail((SHOWN_PIXELS, SHOWN_PIXELS))
    out = BytesIO()
    painted.save(out, format="PNG", optimize=True)
    png = out.getvalue()
    return Painted(png, hashlib.sha256(png).hexdigest(), painted.width, painted.height)


def set_emblem(actor: Actor, team_slug: str, file: bytes, *, now: datetime) -> bool:
    """Give a team an emblem; False when it has this very one."""
    painted = paint_emblem(file)
    with organiser_act(actor, Act.SET_EMBLEM, "team", team_slug, now) as record:
        team = Team.objects.select_for_update().filter(slug=team_slug).first()
        if team is None:
            raise ActRefused([Issue("team_unknown", {"team": team_slug})])
        had = Emblem.objects.filter(team=team).values_list("sha256", flat=True).first()
        Emblem.objects.update_or_create(
            team=team,
            defaults={
                "png": painted.png,
                "sha256": painted.sha256,
                "width": painted.width,
                "height": painted.height,
                "uploaded_at": now,
            },
        )
        record.before, record.after = {"emblem_sha256": had}, {"emblem_sha256": painted.sha256}
        return had != painted.sha256
