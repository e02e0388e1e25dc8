"""Voted battles with their texts."""

from collections.abc import Collection, Iterator

import pyarrow as pa

from arena.models import Completion, Turn
from arena.queries.exports.columns import MESSAGES
from arena.queries.exports.votes import Wanted, vote_pages

BATTLES_A_PAGE = 200
Messages = list[dict[str, str]]


def battle_columns(wanted: Wanted) -> Iterator[dict[str, pa.Array]]:
    """The columns of votes that count, with both conversations, a page at a time."""
    for page, columns in vote_pages(wanted, BATTLES_A_PAGE, voided=False):
        battles = page.column("battle_id").to_pylist()
        said = _conversations(battles)
        for side in "ab":
            texts = [said.get((battle, side), []) for battle in battles]
            columns[f"conversation_{side}"] = pa.array(texts, MESSAGES)
        yield columns


def _conversations(battles: Collection[int]) -> dict[tuple[int, str], Messages]:
    """What each side of each battle showed, in the order of the turns. Prompts were masked when they were asked.

    Turns whose texts were erased are left out.
    """
    turns = Turn.objects.filter(battle__in=battles).exclude(prompt="").order_by("battle", "number")
    answers = Completion.objects.filter(turn__battle__in=battles).values_list("turn_id", "side", "shown_text")
    shown = {(turn, side): text for turn, side, text in answers}
    found: dict[tuple[int, str], Messages] = {}
    for turn, battle, prompt in turns.values_list("pk", "battle_id", "prompt"):
        for side in "ab":
            found.setdefault((battle, side), []).extend(
                (
                    {"role": "user", "content": prompt},
                    {"role": "assistant", "content": shown.get((turn, side), "")},
                )
            )
    return found
