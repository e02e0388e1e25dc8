"""Teams, organisations, emblems and entrants."""

import random
from contextlib import suppress
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from arena.queries.endpoint_checks import newest_checks
from contest.actions.break_glass import break_glass
from contest.actions.emblems import paint_emblem, set_emblem
from contest.actions.entrants import change_endpoints, edit_entrant, enrol, switch_endpoint
from contest.actions.notices import end_notice, publish_notice
from contest.actions.refusals import ActRefused, NotAllowed
from contest.actions.teams import create_team, edit_team
from contest.models import AuditEntry, Emblem
from contest.queries.notices import notices_of, standing_notices
from contest.queries.stages import teams_of
from contest.queries.teams import emblem_file, entrant_record, team_record, team_records
from contest.rules.roles import Person
from contest.rules.teams import EntrantFacts, OrganisationFacts, Replica, TeamFacts
from tests.arena_cast import drawn
from tests.contest.cast import (
    DRAFTED,
    OPENS,
    dohyun,
    draft,
    entrant_of,
    field_team,
    opened,
    pool_of,
    published,
    sora,
    team_named,
    yuna,
)

pytestmark = pytest.mark.django_db
PINE = team_named("pine")
LAB = OrganisationFacts("소나무 연구소", "Pine Lab")


def picture(form: str = "PNG", size: tuple[int, int] = (300, 150), **more: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (0, 90, 200)).save(out, format=form, **more)  # type: ignore[arg-type]
    return out.getvalue()


def codes_of(facts: TeamFacts) -> list[str]:
    with pytest.raises(ActRefused) as refused:
        create_team(dohyun(), facts, now=DRAFTED)
    return [issue.code for issue in refused.value.issues]


def test_a_team_is_read_back_as_it_was_written() -> None:
    facts = replace(PINE, participants=(LAB,), description_ko="소개", description_en="About")
    create_team(dohyun(), facts, now=DRAFTED)
    found = team_record("pine")
    assert found is not None
    assert found.facts == facts


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"slug": "Pine Tree"}, "slug_wrong"),
        ({"name_ko": ""}, "name_missing"),
        ({"name_en": "x" * 101}, "name_too_long"),
        ({"lead": OrganisationFacts("연구원", "")}, "name_missing"),
        ({"participants": (OrganisationFacts("", "Lab"),)}, "name_missing"),
    ],
)
def test_a_team_that_is_not_told_whole_is_refused(change: dict[str, object], code: str) -> None:
    assert codes_of(replace(PINE, **change)) == [code]  # type: ignore[arg-type]


def test_a_team_is_there_once() -> None:
    create_team(dohyun(), PINE, now=DRAFTED)
    assert codes_of(PINE) == ["team_exists"]


def test_an_edit_replaces_the_organisations_and_logs_both_forms() -> None:
    create_team(dohyun(), replace(PINE, participants=(LAB,)), now=DRAFTED)
    other = replace(PINE, participants=(OrganisationFacts("대학", "University"),))
    assert edit_team(dohyun(), other, seen=1, now=DRAFTED)
    entry = AuditEntry.objects.latest("pk")
    assert entry.before is not None
    assert entry.after is not None
    assert (entry.before["participants"][0]["name_en"], entry.after["participants"][0]["name_en"]) == (
        "Pine Lab",
        "University",
    )


def test_a_stale_edit_of_a_team_is_refused() -> None:
    create_team(dohyun(), PINE, now=DRAFTED)
    edit_team(dohyun(), replace(PINE, name_en="Pines"), seen=1, now=DRAFTED)
    with pytest.raises(ActRefused, match="changed_meanwhile"):
        edit_team(sora(), replace(PINE, name_en="Pinery"), seen=1, now=DRAFTED)


def test_an_unknown_team_is_refused() -> None:
    with pytest.raises(ActRefused, match="team_unknown"):
        edit_team(dohyun(), PINE, seen=1, now=DRAFTED)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_an_emblem_is_painted_anew_as_a_small_png(form: str) -> None:
    painted = paint_emblem(picture(form, (1024, 512)))
    with Image.open(BytesIO(painted.png)) as kept:
        assert (kept.format, kept.size, kept.mode) == ("PNG", (256, 128), "RGBA")


def test_nothing_but_the_picture_survives() -> None:
    exif = Image.Exif()
    exif[0x010E] = "where it was taken"
    smuggled = picture("JPEG", exif=exif) + b"<script>alert(1)</script>"
    painted = paint_emblem(smuggled).png
    assert b"where it was taken" not in painted
    assert b"script" not in painted


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"", "emblem_is_no_picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "emblem_is_no_picture"),
        (picture("GIF"), "emblem_is_no_picture"),
        (picture()[:200], "emblem_is_no_picture"),
        (picture(size=(300, 63)), "emblem_too_small"),
        (picture(size=(4097, 64)), "emblem_too_large"),
        (b"x" * (2 * 1024 * 1024 + 1), "emblem_too_heavy"),
    ],
)
def test_what_is_no_fit_picture_is_refused(file: bytes, code: str) -> None:
    with pytest.raises(ActRefused, match=code):
        paint_emblem(file)


def test_random_bytes_after_a_true_header_are_refused_and_never_crash() -> None:
    rng = random.Random(4)
    whole = picture()
    for _ in range(200):
        start = rng.randrange(8, len(whole))
        broken = whole[:start] + rng.randbytes(60) + whole[start + 60 :]
        with suppress(ActRefused):
            assert len(paint_emblem(broken).sha256) == 64


def test_a_teams_emblem_is_kept_once_and_replaced() -> None:
    create_team(dohyun(), PINE, now=DRAFTED)
    assert set_emblem(dohyun(), "pine", picture(), now=DRAFTED)
    assert not set_emblem(dohyun(), "pine", picture(), now=DRAFTED)
    assert set_emblem(dohyun(), "pine", picture(size=(200, 200)), now=DRAFTED)
    found = team_record("pine")
    assert found is not None
    assert Emblem.objects.count() == 1
    assert emblem_file(found.emblem_sha256) == paint_emblem(picture(size=(200, 200))).png


def test_an_unknown_emblem_is_not_there() -> None:
    assert emblem_file("0" * 64) is None


def test_an_entrant_is_enrolled_with_its_facts_and_replicas() -> None:
    create_team(dohyun(), PINE, now=DRAFTED)
    facts = entrant_of("pine", weights_sha256="ab" * 32, licence="Apache-2.0")
    enrol(dohyun(), facts, (Replica("https://a.example", "m-1", "ENDPOINT_KEY_A"),), now=DRAFTED)
    found = entrant_record("pine-1")
    assert found is not None
    assert (found.facts, [row.served_name for row in found.endpoints]) == (facts, ["m-1"])


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (entrant_of("oak"), "team_unknown"),
        (entrant_of("pine", slug="Pine 1"), "slug_wrong"),
        (entrant_of("pine", name_en=""), "name_missing"),
        (entrant_of("pine", version="v" * 61), "version_too_long"),
        (entrant_of("pine", weights_sha256="xyz"), "weights_sha256_wrong"),
    ],
)
def test_an_entrant_that_is_not_told_well_is_refused(facts: EntrantFacts, code: str) -> None:
    create_team(dohyun(), PINE, now=DRAFTED)
    with pytest.raises(ActRefused, match=code):
        enrol(dohyun(), facts, now=DRAFTED)


@pytest.mark.parametrize(
    ("replicas", "code"),
    [
        ((Replica("https://a.example", "m"), Replica("https://a.example", "n")), "endpoint_twice"),
        ((Replica("https://a.example", " "),), "served_name_missing"),
        ((Replica("https://a.example", "m", "SECRET_KEY"),), "key_variable_wrong"),
        ((Replica("https://a.example", "m", context_tokens=0),), "context_tokens_out_of_bounds"),
    ],
)
def test_replicas_that_cannot_serve_are_refused(replicas: tuple[Replica, ...], code: str) -> None:
    field_team("pine")
    with pytest.raises(ActRefused, match=code):
        change_endpoints(dohyun(), "pine-1", replicas, seen=1, now=DRAFTED)


def test_a_slug_names_one_entrant() -> None:
    field_team("pine")
    with pytest.raises(ActRefused, match="entrant_exists"):
        enrol(dohyun(), entrant_of("pine"), now=DRAFTED)


def test_an_entrant_never_changes_its_team_nor_whether_it_competes() -> None:
    field_team("pine")
    field_team("maple")
    for facts in (replace(entrant_of("pine"), team="maple"), entrant_of("pine", is_reference=True)):
        with pytest.raises(ActRefused, match="entrant_is_another"):
            edit_entrant(dohyun(), facts, seen=1, now=DRAFTED)


def test_an_edit_of_an_entrant_says_whether_anything_changed() -> None:
    field_team("pine")
    assert edit_entrant(dohyun(), entrant_of("pine", version="1.1"), seen=1, now=DRAFTED)
    assert not edit_entrant(dohyun(), entrant_of("pine", version="1.1"), seen=2, now=DRAFTED)
    with pytest.raises(ActRefused, match="changed_meanwhile"):
        edit_entrant(dohyun(), entrant_of("pine"), seen=2, now=DRAFTED)


def test_another_served_name_or_context_at_an_address_is_another_replica_without_tests() -> None:
    field_team("pine")
    for seen, changed in enumerate((("m-other", 16_384), ("m-other", 32_768)), start=1):
        replica = Replica("https://pine.example:8443", changed[0], context_tokens=changed[1])
        before = entrant_record("pine-1")
        change_endpoints(dohyun(), "pine-1", (replica,), seen=seen, now=DRAFTED)
        found = entrant_record("pine-1")
        assert before is not None
        assert found is not None
        assert (found.endpoints[0].served_name, found.endpoints[0].context_tokens) == changed
        assert found.endpoints[0].ref != before.endpoints[0].ref
        assert newest_checks(found.endpoints[0].ref, 1) == []


def test_a_replica_that_stays_keeps_its_health() -> None:
    field_team("pine")
    kept = Replica("https://pine.example:8443", "m-pine")
    change_endpoints(dohyun(), "pine-1", (kept, Replica("https://new.example", "m-2")), seen=1, now=DRAFTED)
    found = entrant_record("pine-1")
    assert found is not None
    assert [row.is_up for row in found.endpoints] == [True, False]


def test_an_unknown_replica_is_refused() -> None:
    with pytest.raises(ActRefused, match="endpoint_unknown"):
        switch_endpoint(dohyun(), "nowhere", False, now=DRAFTED)


def test_a_reference_is_in_the_pool_and_no_team_of_the_contest() -> None:
    draft()
    field_team("globe", is_reference=True)
    published_pool = published("two")
    assert [team.name for team in teams_of(pool_of(published_pool), "en")] == [
        "Team Pine",
        "Team Maple",
        "Team Birch",
    ]
    assert len(team_records()) == 4


def test_a_notice_holds_until_it_is_ended_once() -> None:
    opened()
    ref = publish_notice(dohyun(), "one", "느려요", "Slow", degraded=True, now=OPENS)
    assert [(notice.kind, notice.text) for notice in standing_notices("one", "en")] == [("degraded", "Slow")]
    end_notice(dohyun(), ref, now=OPENS)
    assert standing_notices("one", "en") == []
    with pytest.raises(ActRefused, match="notice_is_over"):
        end_notice(dohyun(), ref, now=OPENS)
    assert len(notices_of("one", "ko")) == 1


def test_a_notice_in_one_language_or_about_no_stage_is_refused() -> None:
    opened()
    with pytest.raises(ActRefused, match="notice_missing"):
        publish_notice(dohyun(), "one", "느려요", "", degraded=True, now=OPENS)
    with pytest.raises(ActRefused, match="stage_unknown"):
        publish_notice(dohyun(), "two", "느려요", "Slow", degraded=True, now=OPENS)


def test_a_chief_who_breaks_the_glass_is_written_down_and_what_was_seen_is_not() -> None:
    opened()
    battle = drawn(pool_of())
    sides = break_glass(sora(), battle.battle_ref, now=OPENS, reason="신고 확인")
    entry = AuditEntry.objects.latest("pk")
    assert (entry.act, entry.object_ref, entry.reason) == ("break_glass", battle.battle_ref, "신고 확인")
    assert sides.entrant_a not in str([entry.before, entry.after])


@pytest.mark.parametrize(("reason", "code"), [("", "reason_missing"), ("신고", "battle_unknown")])
def test_the_glass_stays_whole_without_a_reason_or_a_battle(reason: str, code: str) -> None:
    with pytest.raises(ActRefused, match=code):
        break_glass(sora(), "nowhere", now=OPENS, reason=reason)


def test_a_viewer_changes_nothing_of_teams() -> None:
    field_team("pine")
    who: Person = yuna()
    before = AuditEntry.objects.count()
    for attempt in (
        lambda: create_team(who, team_named("oak"), now=DRAFTED),
        lambda: edit_team(who, PINE, seen=1, now=DRAFTED),
        lambda: set_emblem(who, "pine", picture(), now=DRAFTED),
        lambda: enrol(who, entrant_of("pine", slug="pine-2"), now=DRAFTED),
        lambda: edit_entrant(who, entrant_of("pine"), seen=1, now=DRAFTED),
        lambda: change_endpoints(who, "pine-1", (), seen=1, now=DRAFTED),
        lambda: switch_endpoint(who, "x", False, now=DRAFTED),
        lambda: publish_notice(who, "one", "가", "a", degraded=False, now=DRAFTED),
        lambda: end_notice(who, "x", now=DRAFTED),
        lambda: break_glass(who, "x", now=DRAFTED, reason="x"),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert AuditEntry.objects.count() == before
