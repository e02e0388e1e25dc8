"""Many battles and votes at once, written by the database itself."""

from django.db import connection

BATTLES = """
INSERT INTO arena_battle (ref, pool_id, voter_ref, entrant_a_id, entrant_b_id, state, void_reason, language, topic,
    simulated, probed, style, turn_count, drawn_at, ended_at)
SELECT 'gen' || lpad(n::text, 12, '0'), pool.id, md5('voter' || n %% (%(n)s / 5 + 1)) || md5('x'),
    (array_agg_of.ids)[1 + n %% array_length(array_agg_of.ids, 1)],
    (array_agg_of.ids)[1 + (n + 1) %% array_length(array_agg_of.ids, 1)],
    CASE WHEN n %% 20 = 0 THEN 'void' WHEN n %% 20 = 1 THEN 'expired' ELSE 'voted' END,
    CASE WHEN n %% 20 = 0 THEN (ARRAY['side_failed', 'stopped', 'stalled'])[1 + n / 20 %% 3] ELSE '' END,
    CASE WHEN n %% 10 = 0 THEN 'en' ELSE 'ko' END,
    (ARRAY['farming', 'law', 'code', 'health', ''])[1 + n %% 5],
    false, false, '[]', 1,
    %(until)s::timestamptz - make_interval(secs => %(seconds)s * (%(n)s - n)::float / %(n)s),
    %(until)s::timestamptz - make_interval(secs => %(seconds)s * (%(n)s - n)::float / %(n)s) + interval '1 minute'
FROM generate_series(1, %(n)s) AS n,
    (SELECT id FROM arena_pool WHERE ref = %(pool)s) AS pool,
    (SELECT array_agg(entrant_id ORDER BY entrant_id) AS ids FROM arena_poolentrant AS place
     JOIN arena_pool ON arena_pool.id = place.pool_id WHERE arena_pool.ref = %(pool)s) AS array_agg_of
"""
TURNS = """
INSERT INTO arena_turn (ref, battle_id, number, prompt, masked, opened_at, completed_at)
SELECT 'turn' || battle.id, battle.id, 1,
    (ARRAY['봄 감자는 언제 심나요?', '전세 계약 전에 무엇을 확인하나요?', 'How do I sort a list?'])[1 + battle.id %% 3],
    '[]', battle.drawn_at, battle.drawn_at + interval '20 seconds'
FROM arena_battle AS battle JOIN arena_pool AS pool ON pool.id = battle.pool_id WHERE pool.ref = %(pool)s
"""
VOTES = """
INSERT INTO arena_vote (battle_id, voter_ref, receipt_ref, voter_group, outcome, reasons, comment, key, digest,
    cast_at, fold, earlier_folds, voided_at, void_reason)
SELECT battle.id, battle.voter_ref, 'r' || battle.ref, 'open',
    (ARRAY['a_better', 'b_better', 'tie', 'both_bad'])[1 + battle.id %% 4], '[]', '', battle.ref, '',
    battle.ended_at, CASE WHEN battle.id %% 50 <> 0 THEN 1 END, '[]',
    CASE WHEN battle.id %% 50 = 0 THEN battle.ended_at END, CASE WHEN battle.id %% 50 = 0 THEN 'too_soon' ELSE '' END
FROM arena_battle AS battle JOIN arena_pool AS pool ON pool.id = battle.pool_id
WHERE pool.ref = %(pool)s AND battle.state = 'voted'
"""


def crowd(pool_ref: str, battles: int, until: str, *, seconds: int = 14 * 86_400) -> None:
    """`battles` battles in the `seconds` before `until` (ISO): 5 % void, 5 % expired, all others with a vote.

    Every fiftieth vote does not count. Only on PostgreSQL.
    """
    values = {"pool": pool_ref, "n": battles, "until": until, "seconds": seconds}
    with connection.cursor() as cursor:
        for statement in (BATTLES, TURNS, VOTES):
            cursor.execute(statement, values)
        # What autovacuum would do by itself: the planner knows the tables, the indexes know which rows all can see.
        cursor.execute("ANALYZE arena_battle, arena_turn, arena_vote")
