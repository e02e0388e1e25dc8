"""The board in one plain sentence: who leads, or that nobody can say it yet; and how sure that is."""

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from arena.queries.leaderboard import BoardRow, SnapshotView
from contest.rules.josa import Josa
from contest.web.board_choice import ALL, CONTROLLED, Choice, label
from contest.web.board_rows import Names

MOST_NAMED = 3
"""More teams than these are counted, not named."""
LIKELY = 0.8
"""A chance of being first from which on one is said to seem ahead, although others may be first."""
Kind = Literal["clear", "open", "none"]


@dataclass(frozen=True)
class Headline:
    """`scope`: which votes the sentence speaks of, empty for all of them as they are. `sureness` may be empty."""

    kind: Kind
    scope: str
    sentence: str
    sureness: str


def headline(snapshot: SnapshotView, rows: list[BoardRow], names: Names, choice: Choice) -> Headline:
    """The sentence over the chosen `rows` of the snapshot, best first.

    Entrants whose plausible ranks begin with 1 cannot be told apart from the best; where only one is left, it leads.
    """
    ranked = [row.entrant for row in rows if row.rank_low is not None]
    top = [row.entrant for row in rows if row.rank_low == 1]
    scope = _scope(choice)
    if len(ranked) <= 1:
        more = "" if snapshot.details.get("components") else _("투표를 더 모아야 해요.")
        return Headline("none", scope, _("누가 앞서는지 아직 말할 수 없어요."), more)
    if len(top) == 1:
        sentence = _("%(leader)s 앞서요.") % {"leader": _subject(names, top[0])}
        return Headline(
            "clear", scope, sentence, _("실력이 같은데 우연히 이만큼 벌어지는 일은 스무 번에 한 번도 되지 않아요.")
        )
    chances = snapshot.details.get("first", {}) if choice.is_plain else {}
    if chances.get(top[0], 0.0) >= LIKELY:
        sentence = _("%(leader)s 앞서는 듯하지만 아직 확실하지 않아요.") % {"leader": _subject(names, top[0])}
    else:
        sentence = _contenders(top, len(ranked), names)
    return Headline("open", scope, sentence, _chance(top[0], chances, names))


def _scope(choice: Choice) -> str:
    if choice.look == CONTROLLED:
        return _("답변의 길이와 꾸밈을 같게 놓으면")
    return _("‘%(slice)s’ 투표만 세면") % {"slice": label(choice.slice)} if choice.slice != ALL else ""


def _subject(names: Names, entrant: str) -> str:
    return names.team(entrant) + names.particle(entrant, Josa.SUBJECT)


def _contenders(top: list[str], ranked: int, names: Names) -> str:
    if len(top) <= MOST_NAMED:
        return _("%(names)s 가운데 누가 앞서는지 아직 말할 수 없어요.") % {"names": names.listed(top)}
    if len(top) == ranked:
        return _("%(count)d팀 가운데 누가 앞서는지 아직 아무도 말할 수 없어요.") % {"count": ranked}
    return _("%(first)s 등 %(count)d팀 가운데 누가 앞서는지 아직 말할 수 없어요.") % {
        "first": names.team(top[0]),
        "count": len(top),
    }


def _chance(best: str, chances: dict[str, float], names: Names) -> str:
    if best not in chances:
        return _("점수의 차이가 우연일 수 있어요.")
    # The two ways of asking can differ a little: what is not settled is never said to be certain.
    percent = min(99, max(1, round(100 * chances[best])))
    return _("점수가 가장 높은 %(leader)s 정말 1위일 확률은 %(percent)d%%예요.") % {
        "leader": _subject(names, best),
        "percent": percent,
    }
