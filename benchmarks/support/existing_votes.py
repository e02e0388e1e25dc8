"""Votes that were cast before a benchmark begins, written by the database itself."""

import time

from django.db import connection

from arena.queries.pools import pools_to_publish
from benchmarks.support.ready_battles import BATTLES_PER_VOTER

AT_ONCE = 50_000
PATIENCE_SECONDS = 1800
CAST = """
WITH drawn AS (
    INSERT INTO arena_battle (ref, pool_id, voter_ref, entrant_a_id, entrant_b_id, state, void_reason, language, topic,
                              simulated, probed, style, turn_count, drawn_at)
    SELECT 'past-' || n, pair.pool_id, md5((n / %(each)s)::text), pair.a, pair.b, 'voted', '',
           (ARRAY['ko', 'en'])[1 + n %% 2], (ARRAY['farming', 'law', 'code', ''])[1 + n %% 4], false, false,
           '[[400, 0, 2, 1], [300, 1, 0, 3]]', 1, now()
    FROM generate_series(%(first)s::int, %(last)s::int) n
    JOIN (SELECT one.pool_id, one.entrant_id a, other.entrant_id b, row_number() OVER () - 1 place,
                 count(*) OVER () pairs
          FROM arena_poolentrant one JOIN arena_poolentrant other
          ON one.pool_id = other.pool_id AND one.entrant_id <> other.entrant_id
          WHERE one.pool_id = (SELECT max(id) FROM arena_pool)) pair ON pair.place = n %% pair.pairs
    RETURNING id, ref, voter_ref
)
INSERT INTO arena_vote (battle_id, voter_ref, receipt_ref, voter_group, outcome, reasons, comment, key, digest, cast_at,
                        earlier_folds, void_reason)
SELECT id, voter_ref, ref, 'open', (ARRAY['a_better','b_better','tie','both_bad'])[1 + (id / 7) %% 4], '[]', '', ref,
       '', now(), '[]', ''
FROM drawn
"""


def cast_before(votes: int) -> float:
    """Write so many votes of the newest pool and wait until the running site shows them; the seconds that took.

    Raises TimeoutError when it has not after half an hour.
    """
    begun = time.monotonic()
    with connection.cursor() as cursor:
        for first in range(0, votes, AT_ONCE):
            last = min(first + AT_ONCE, votes) - 1
            cursor.execute(CAST, {"first": first, "last": last, "each": BATTLES_PER_VOTER})
        cursor.execute("ANALYZE arena_battle, arena_vote")
    while pools_to_publish():
        if time.monotonic() - begun > PATIENCE_SECONDS:
            raise TimeoutError("The site has not published the votes that were there before.")
        time.sleep(0.5)
    return time.monotonic() - begun
