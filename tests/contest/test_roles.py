"""Who may do which act, and that no act goes past the door."""

import pytest

from contest.actions.appointments import appoint
from contest.actions.audit import organiser_act
from contest.actions.refusals import ActRefused, NotAllowed
from contest.models import AuditEntry, Citizen
from contest.queries.roles import organisers, role_of
from contest.rules.roles import LEAST_ROLE, Act, Command, Role, may
from tests.contest.cast import DRAFTED, dohyun, haneul, minsu, sora, yuna

pytestmark = pytest.mark.django_db
ONLY_CHIEFS = {
    Act.PUBLISH_STAGE,
    Act.RETRACT_STAGE,
    Act.OPEN_STAGE,
    Act.EXTEND_STAGE,
    Act.CLOSE_STAGE,
    Act.FINALISE_STAGE,
    Act.ENTER_LATE,
    Act.WITHDRAW_ENTRANT,
    Act.WITHDRAW_DECLARATION,
    Act.APPOINT,
    Act.CREATE_ACCOUNT,
    Act.RESET_ACCESS,
    Act.BREAK_GLASS,
    Act.CONFIRM_EARLY_CLOSE,
    Act.ENTER_RESULTS,
    Act.PROPOSE_STANDING,
    Act.EXPORT_RUNNING_STAGE,
    Act.RELEASE_DATA,
    Act.ISSUE_TOKEN,
    Act.REVOKE_TOKEN,
}


def test_every_act_has_its_least_role() -> None:
    assert set(LEAST_ROLE) == set(Act)


def test_a_viewer_reads_and_does_nothing_else_but_keep_the_own_way_in() -> None:
    own_way_in = {Act.SIGN_IN, Act.ENROL_SECOND_FACTOR, Act.CHANGE_PASSWORD}
    assert {act for act in Act if may(Role.VIEWER, act)} == {Act.READ_CONSOLE} | own_way_in


def test_an_operator_does_what_is_not_the_chiefs_alone() -> None:
    assert {act for act in Act if not may(Role.OPERATOR, act)} == ONLY_CHIEFS


def test_a_chief_may_do_everything_and_nobody_without_a_role_anything() -> None:
    assert all(may(Role.CHIEF, act) for act in Act)
    assert not any(may(None, act) for act in Act)


def test_roles_are_groups_and_a_superuser_is_a_chief() -> None:
    boss = Citizen.objects.create(username="boss", is_superuser=True)
    assert [role_of(who) for who in (yuna().account_id, dohyun().account_id, sora().account_id, boss.pk)] == [
        Role.VIEWER,
        Role.OPERATOR,
        Role.CHIEF,
        Role.CHIEF,
    ]


@pytest.mark.parametrize("account_id", [None, 0])
def test_somebody_without_an_account_has_no_role(account_id: int | None) -> None:
    assert role_of(account_id) is None


def test_an_account_that_was_switched_off_has_no_role() -> None:
    chief = sora()
    Citizen.objects.filter(pk=chief.account_id).update(is_active=False)
    with pytest.raises(NotAllowed), organiser_act(chief, Act.READ_CONSOLE, "x", "y", DRAFTED):
        pytest.fail("The act was done.")


@pytest.mark.parametrize("who", [minsu, yuna])
def test_the_door_is_closed_to_who_may_not(who: object) -> None:
    with pytest.raises(NotAllowed) as refused, organiser_act(who(), Act.PAUSE_STAGE, "stage", "one", DRAFTED):  # type: ignore[operator]
        pytest.fail("The act was done.")
    assert [issue.code for issue in refused.value.issues] == ["role_does_not_allow"]
    assert not AuditEntry.objects.exists()


def test_an_act_is_written_down_with_who_when_what_and_why() -> None:
    with organiser_act(dohyun(), Act.PAUSE_STAGE, "stage", "one", DRAFTED, "점검") as record:
        record.before, record.after = {"state": "open"}, {"state": "paused"}
    entry = AuditEntry.objects.get()
    assert (entry.actor_name, entry.role, entry.act, entry.object_ref) == ("dohyun", "operator", "pause_stage", "one")
    assert (entry.done_at, entry.before, entry.after, entry.reason) == (
        DRAFTED,
        {"state": "open"},
        {"state": "paused"},
        "점검",
    )


def test_an_act_that_fails_leaves_neither_a_change_nor_an_entry() -> None:
    def half_done() -> None:
        with organiser_act(sora(), Act.EDIT_TEAM, "team", "pine", DRAFTED):
            Citizen.objects.create(username="half done")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_done()
    assert not AuditEntry.objects.exists()
    assert not Citizen.objects.filter(username="half done").exists()


def test_a_command_on_the_host_is_written_down_by_its_name() -> None:
    with organiser_act(Command("load_contest"), Act.CREATE_TEAM, "team", "pine", DRAFTED):
        pass
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.actor_name, entry.role) == (None, "load_contest", "command")


def test_a_chief_appoints_and_dismisses() -> None:
    chief, newcomer = sora(), minsu()
    appoint(chief, "minsu", Role.OPERATOR, now=DRAFTED)
    assert role_of(newcomer.account_id) is Role.OPERATOR
    appoint(chief, "minsu", None, now=DRAFTED)
    assert role_of(newcomer.account_id) is None
    assert [entry.after for entry in AuditEntry.objects.order_by("pk")] == [{"role": "operator"}, {"role": None}]


def test_an_operator_does_not_appoint_herself_chief() -> None:
    with pytest.raises(NotAllowed):
        appoint(dohyun(), "dohyun", Role.CHIEF, now=DRAFTED)


def test_the_last_chief_cannot_be_removed() -> None:
    chief = sora()
    with pytest.raises(ActRefused, match="last_chief"):
        appoint(chief, "sora", Role.VIEWER, now=DRAFTED)
    assert role_of(chief.account_id) is Role.CHIEF


def test_one_of_two_chiefs_can_be_removed() -> None:
    second = haneul()
    appoint(sora(), "haneul", None, now=DRAFTED)
    assert role_of(second.account_id) is None


def test_an_unknown_account_is_refused() -> None:
    with pytest.raises(ActRefused, match="account_unknown"):
        appoint(sora(), "nobody", Role.VIEWER, now=DRAFTED)


def test_organisers_are_listed_with_their_roles() -> None:
    sora(), yuna(), minsu()
    assert [(view.username, view.role) for view in organisers()] == [("sora", Role.CHIEF), ("yuna", Role.VIEWER)]
