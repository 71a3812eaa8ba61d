"""Every address of a clinic by its name, and who may pass. A name that is missing here opens for nobody."""

from collections.abc import Mapping

from steadyback.clinic.access import Door
from steadyback.clinic.roles import CARERS, Role, Scope

EVERYBODY = Door(signed_in=False)
SIGNED_IN = Door()
PATIENT = Door(roles=frozenset({Role.PATIENT}))
CARER = Door(roles=CARERS)
TRAINER = Door(roles=frozenset({Role.TRAINER}))
CLINICIAN = Door(roles=frozenset({Role.CLINICIAN}))
OPERATOR = Door(roles=frozenset({Role.OPERATOR}))
ALERTED = Door(roles=frozenset({Role.CLINICIAN, Role.OPERATOR}))
INVITES = Door(roles=CARERS | {Role.OPERATOR})


def carer_of(shows: Scope | None = None, *roles: Role, also: Scope | None = None) -> Door:
    """A carer with a relation to the person named in the address, who shows them this, and that as well."""
    return Door(roles=frozenset(roles) or CARERS, related=True, shows=shows, also=also)


_ACCOUNTS_OPEN = (
    "account_login account_signup account_logout account_reset_password "
    "account_reset_password_from_key account_reset_password_from_key_done account_inactive mfa_authenticate "
    "mfa_login_webauthn account_reauthenticate"
)
_ACCOUNTS_OWN = (
    "account_change_password account_set_password mfa_index mfa_activate_totp mfa_deactivate_totp "
    "mfa_generate_recovery_codes mfa_view_recovery_codes mfa_download_recovery_codes mfa_list_webauthn "
    "mfa_add_webauthn mfa_edit_webauthn mfa_remove_webauthn mfa_reauthenticate mfa_reauthenticate_webauthn "
    "usersessions_list account account_own_address"
)
_FOR_ALL = (
    "home safety_card library exercise article coach_core join answer_link "
    "clearance_key clearance_status clearance_check"
)
_FOR_MACHINES = "health_live health_ready"
_OF_THE_PERSON = (
    "settings data data_export data_import data_whole team_words "
    "begin begin_country rehearsal begin_card screening screening_read_back "
    "screening_result screening_screen screening_more emergency emergency_back summary clearance week preferences "
    "weekly weekly_of flare ill away take_back elsewhere elsewhere_remove check_pain past_day history "
    "follows swap move "
    "progress morning morning_of measures measure_now measure_total measure_remove guided_tests before_tests "
    "guided_test guided_test_remove session_check session_check_result session_scores session_check_triage session "
    "session_end session_triage session_done api_session api_session_camera api_session_lease api_session_events "
    "camera camera_exercise care care_with care_end care_invite care_log clearance_ask clearance_link "
    "clearance_ask_cancel clearance_pdf clearance_json data_erase"
)


_OWN_SKELETON = (
    "own_skeletons own_skeleton_delete api_session_skeleton api_session_skeleton_frames own_skeleton own_skeleton_part"
)
_CLEARANCE = (
    "person_clearance person_clearance_end person_clearance_pdf person_clearance_json person_seen "
    "person_sheet person_looked_at"
)


def _all(names: str, door: Door) -> dict[str, Door]:
    return dict.fromkeys(names.split(), door)


UNUSED = frozenset(
    {
        "account_confirm_login_code",
        "account_reset_password_done",
        "account_confirm_email",
        "account_email_verification_sent",
        "account_email",
        "looked_at",
    }
)
"""What a clinic does not use stays shut: whatever needs e-mail, and a patient's own word that somebody looked."""

DOORS: Mapping[str, Door] = {
    **_all(_ACCOUNTS_OPEN, EVERYBODY),
    **_all(_ACCOUNTS_OWN, SIGNED_IN),
    **_all(_FOR_ALL, EVERYBODY),
    **_all(_FOR_MACHINES, EVERYBODY),
    **_all(_OF_THE_PERSON, PATIENT),
    "join_accept": SIGNED_IN,
    **_all("people people_still", CARER),
    "live": CARER,
    **_all("live_asked live_asked_line", PATIENT),
    "person_live": carer_of(Scope.LIVE),
    **_all("person person_still", carer_of()),
    "leave_person": carer_of(),
    **_all(_CLEARANCE, carer_of(Scope.RECORDS, Role.CLINICIAN)),
    "person_plan": carer_of(Scope.PLAN),
    "person_sessions": carer_of(Scope.RECORDS),
    "person_session": carer_of(Scope.RECORDS),
    **_all("person_skeleton person_skeleton_part", carer_of(Scope.RECORDS, also=Scope.FIGURE)),
    **_all(_OWN_SKELETON, PATIENT),
    "person_messages": carer_of(Scope.MESSAGES),
    "person_notes": carer_of(Scope.RECORDS),
    **_all("note_read care_messages reminder reminder_put_away", PATIENT),
    "own_licences": CARER,
    "all_licences": OPERATOR,
    "licence_seen": OPERATOR,
    "careful": carer_of(Scope.PLAN),
    "alerts": ALERTED,
    "alert_seen": ALERTED,
    "invitations": INVITES,
    "invitation_cancel": INVITES,
    "accounts": OPERATOR,
    **_all("account_of account_roles account_address", OPERATOR),
}
