"""Who may do which act: one table. A role may do what the roles below it may."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """The organisers' roles; the names are those of the groups."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    CHIEF = "chief"


ORDER = (Role.VIEWER, Role.OPERATOR, Role.CHIEF)


class Act(StrEnum):
    """Everything that an organiser can do. The audit log names acts by these words."""

    READ_CONSOLE = "read_console"
    CREATE_STAGE = "create_stage"
    EDIT_STAGE = "edit_stage"
    PUBLISH_STAGE = "publish_stage"
    RETRACT_STAGE = "retract_stage"
    OPEN_STAGE = "open_stage"
    PAUSE_STAGE = "pause_stage"
    RESUME_STAGE = "resume_stage"
    EXTEND_STAGE = "extend_stage"
    CLOSE_STAGE = "close_stage"
    FINALISE_STAGE = "finalise_stage"
    ENTER_STAGE = "enter_stage"
    LEAVE_STAGE = "leave_stage"
    ENTER_LATE = "enter_late"
    WITHDRAW_ENTRANT = "withdraw_entrant"
    CREATE_TEAM = "create_team"
    EDIT_TEAM = "edit_team"
    SET_EMBLEM = "set_emblem"
    ENROL_ENTRANT = "enrol_entrant"
    EDIT_ENTRANT = "edit_entrant"
    CHANGE_ENDPOINTS = "change_endpoints"
    SWITCH_ENDPOINT = "switch_endpoint"
    TEST_ENDPOINT = "test_endpoint"
    PUBLISH_NOTICE = "publish_notice"
    END_NOTICE = "end_notice"
    APPOINT = "appoint"
    CREATE_ACCOUNT = "create_account"
    RESET_ACCESS = "reset_access"
    CHANGE_PASSWORD = "change_password"  # noqa: S105  an act, not a secret
    SIGN_IN = "sign_in"
    ENROL_SECOND_FACTOR = "enrol_second_factor"
    BREAK_GLASS = "break_glass"
    PROPOSE_VOID = "propose_void"
    CONFIRM_VOID = "confirm_void"
    PROPOSE_RESTORE = "propose_restore"
    CONFIRM_RESTORE = "confirm_restore"
    PROPOSE_EARLY_CLOSE = "propose_early_close"
    CONFIRM_EARLY_CLOSE = "confirm_early_close"
    PROPOSE_FINDING = "propose_finding"
    CONFIRM_FINDING = "confirm_finding"
    PROPOSE_UNDO_FINDING = "propose_undo_finding"
    CONFIRM_UNDO_FINDING = "confirm_undo_finding"
    DISMISS_FINDING = "dismiss_finding"
    DECLARE_TEAM = "declare_team"
    WITHDRAW_DECLARATION = "withdraw_declaration"
    OPEN_SEATS = "open_seats"
    ENTER_RESULTS = "enter_results"
    PROPOSE_STANDING = "propose_standing"
    CONFIRM_STANDING = "confirm_standing"
    REJECT_PROPOSAL = "reject_proposal"
    EXPORT_DATA = "export_data"
    EXPORT_RUNNING_STAGE = "export_running_stage"
    RELEASE_DATA = "release_data"
    ISSUE_TOKEN = "issue_token"  # noqa: S105  an act, not a secret
    REVOKE_TOKEN = "revoke_token"  # noqa: S105


LEAST_ROLE: dict[Act, Role] = {
    Act.READ_CONSOLE: Role.VIEWER,
    Act.CREATE_STAGE: Role.OPERATOR,
    Act.EDIT_STAGE: Role.OPERATOR,
    Act.PUBLISH_STAGE: Role.CHIEF,
    Act.RETRACT_STAGE: Role.CHIEF,
    Act.OPEN_STAGE: Role.CHIEF,
    Act.PAUSE_STAGE: Role.OPERATOR,
    Act.RESUME_STAGE: Role.OPERATOR,
    Act.EXTEND_STAGE: Role.CHIEF,
    Act.CLOSE_STAGE: Role.CHIEF,
    Act.FINALISE_STAGE: Role.CHIEF,
    Act.ENTER_STAGE: Role.OPERATOR,
    Act.LEAVE_STAGE: Role.OPERATOR,
    Act.ENTER_LATE: Role.CHIEF,
    Act.WITHDRAW_ENTRANT: Role.CHIEF,
    Act.CREATE_TEAM: Role.OPERATOR,
    Act.EDIT_TEAM: Role.OPERATOR,
    Act.SET_EMBLEM: Role.OPERATOR,
    Act.ENROL_ENTRANT: Role.OPERATOR,
    Act.EDIT_ENTRANT: Role.OPERATOR,
    Act.CHANGE_ENDPOINTS: Role.OPERATOR,
    Act.SWITCH_ENDPOINT: Role.OPERATOR,
    Act.TEST_ENDPOINT: Role.OPERATOR,
    Act.PUBLISH_NOTICE: Role.OPERATOR,
    Act.END_NOTICE: Role.OPERATOR,
    Act.APPOINT: Role.CHIEF,
    Act.CREATE_ACCOUNT: Role.CHIEF,
    Act.RESET_ACCESS: Role.CHIEF,
    Act.CHANGE_PASSWORD: Role.VIEWER,
    Act.SIGN_IN: Role.VIEWER,
    Act.ENROL_SECOND_FACTOR: Role.VIEWER,
    Act.BREAK_GLASS: Role.CHIEF,
    Act.PROPOSE_VOID: Role.OPERATOR,
    Act.CONFIRM_VOID: Role.OPERATOR,
    Act.PROPOSE_RESTORE: Role.OPERATOR,
    Act.CONFIRM_RESTORE: Role.OPERATOR,
    Act.PROPOSE_EARLY_CLOSE: Role.OPERATOR,
    Act.CONFIRM_EARLY_CLOSE: Role.CHIEF,
    Act.PROPOSE_FINDING: Role.OPERATOR,
    Act.CONFIRM_FINDING: Role.OPERATOR,
    Act.PROPOSE_UNDO_FINDING: Role.OPERATOR,
    Act.CONFIRM_UNDO_FINDING: Role.OPERATOR,
    Act.DISMISS_FINDING: Role.OPERATOR,
    Act.DECLARE_TEAM: Role.OPERATOR,
    Act.WITHDRAW_DECLARATION: Role.CHIEF,
    Act.OPEN_SEATS: Role.OPERATOR,
    Act.ENTER_RESULTS: Role.CHIEF,
    Act.PROPOSE_STANDING: Role.CHIEF,
    Act.CONFIRM_STANDING: Role.OPERATOR,
    Act.REJECT_PROPOSAL: Role.OPERATOR,
    Act.EXPORT_DATA: Role.OPERATOR,
    Act.EXPORT_RUNNING_STAGE: Role.CHIEF,
    Act.RELEASE_DATA: Role.CHIEF,
    Act.ISSUE_TOKEN: Role.CHIEF,
    Act.REVOKE_TOKEN: Role.CHIEF,
}


def may(role: Role | None, act: Act) -> bool:
    """Whether somebody in this role may do the act; nobody without a role may do anything."""
    return role is not None and ORDER.index(role) >= ORDER.index(LEAST_ROLE[act])


@dataclass(frozen=True)
class Person:
    """An organiser with an account. The role is read when the act is done, not when the page was shown."""

    account_id: int


@dataclass(frozen=True)
class Command:
    """A command typed on the host, such as `load_contest`: whoever can run it holds the database anyhow."""

    name: str


Actor = Person | Command
