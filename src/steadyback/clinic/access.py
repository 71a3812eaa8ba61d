"""Who may open what. Every page, interface and live socket of a clinic asks here; nothing else hands out a person.

A door names who may pass. What is not in `doors.DOORS` opens for nobody. A refusal tells a stranger nothing: somebody
without a care relation learns not even that the person exists (404); a carer whose patient does not show this, or no
longer, learns just that (403).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session as SignIn
from django.db import transaction
from django.dispatch import Signal
from django.http import HttpRequest

from steadyback.clinic.audit import note_here
from steadyback.clinic.models import CareRelation, Consent, Patient, RoleHeld, User
from steadyback.clinic.roles import CARERS, Role, Scope
from steadyback.web import clock
from steadyback.web.models import Person
from steadyback.web.turns import in_turn, in_turn_of_row, writing_about

Asker = AbstractBaseUser | AnonymousUser

withdrawn = Signal()
"""Something of `person_id` is not shown any more, or a relation has ended. Sent once that is stored."""


class RefusedError(Exception):
    """This door does not open for this account. status: 401 sign in first, 403 not shown to you, 404 nothing here."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class Door:
    """Who may pass.

    signed_in: an account is needed; roles: one of these, any when empty; shows: the address names a person
    (`person_id`) and the carer needs a relation to them, in one of `roles`, with this consent, and with `also` where
    one is named. `related` alone: a relation without any particular consent.
    """

    signed_in: bool = True
    roles: frozenset[Role] = frozenset()
    related: bool = False
    shows: Scope | None = None
    also: Scope | None = None

    @property
    def consents(self) -> tuple[Scope, ...]:
        return tuple(scope for scope in (self.shows, self.also) if scope is not None)


@dataclass(frozen=True, slots=True)
class Seen:
    """A person whom a carer may see now: through which relation, in which role."""

    person: Person
    relation: CareRelation
    carer: User

    @property
    def role(self) -> Role:
        return Role(self.relation.role)

    def shows(self, scope: Scope) -> bool:
        return is_shown(self.relation, scope)

    def scopes(self) -> frozenset[Scope]:
        """All that is shown at this moment, in one question."""
        return shown_by([self.relation]).get(self.relation.id, frozenset())


def passes(door: Door, asker: Asker, person_id: UUID) -> bool:
    """Whether this door would open, for a page that offers the way through it."""
    try:
        pass_through(door, asker, person_id)
    except RefusedError:
        return False
    return True


def roles_of(asker: Asker) -> frozenset[Role]:
    """The roles that an account holds now; none for somebody who is not signed in or whose account is closed."""
    if not isinstance(asker, User) or not asker.is_active:
        return frozenset()
    return frozenset(Role(held.role) for held in asker.roles.filter(since__lte=clock.now(), until=None))


def roles_here(request: HttpRequest) -> frozenset[Role]:
    """The roles of who asks, found once for each request."""
    kept: tuple[object, frozenset[Role]] | None = getattr(request, "_roles_held", None)
    if kept is None or kept[0] != request.user.pk:
        kept = (request.user.pk, roles_of(request.user))
        request._roles_held = kept  # type: ignore[attr-defined]
    return kept[1]


def roles_of_all() -> dict[UUID, set[Role]]:
    """The roles that everybody holds now, in one question."""
    held: dict[UUID, set[Role]] = {}
    for user_id, role in RoleHeld.objects.filter(since__lte=clock.now(), until=None).values_list("user", "role"):
        held.setdefault(user_id, set()).add(Role(role))
    return held


def pass_through(
    door: Door, asker: Asker, person_id: UUID | None = None, roles: frozenset[Role] | None = None
) -> Seen | None:
    """Let the asker through, or raise RefusedError. Returns the person seen where the door leads to one.

    roles: the asker's, where they were found already.
    """
    if not door.signed_in:
        return None
    if not isinstance(asker, User) or not asker.is_active:
        raise RefusedError(401)
    roles = roles_of(asker) if roles is None else roles
    leads_to_person = door.related or door.shows is not None
    if door.roles and not door.roles & roles:
        raise RefusedError(404 if leads_to_person else 403)
    if not leads_to_person:
        return None
    if person_id is None:
        raise RefusedError(404)
    return _related(door, asker, roles, person_id)


def _related(door: Door, carer: User, roles: frozenset[Role], person_id: UUID) -> Seen:
    allowed = sorted(role.value for role in (door.roles or CARERS) & roles)
    open_ones = CareRelation.objects.select_related("person__patient__user").filter(
        carer=carer, person=person_id, role__in=allowed, ended_at=None
    )
    # A clinician who also trains somebody is seen as the clinician: that role sees more.
    found = sorted(open_ones, key=lambda one: one.role != Role.CLINICIAN.value)
    if not found:
        raise RefusedError(404)
    for relation in found:
        if all(is_shown(relation, scope) for scope in door.consents):
            return Seen(relation.person, relation, carer)
    raise RefusedError(403)


def is_shown(relation: CareRelation, scope: Scope) -> bool:
    """Whether the patient shows this to this carer at this moment."""
    return relation.ended_at is None and relation.consents.filter(scope=scope.value, withdrawn_at=None).exists()


def shown_by(relations: Iterable[CareRelation]) -> dict[UUID, frozenset[Scope]]:
    """What each of these relations shows at this moment, in one question for all of them."""
    found: dict[UUID, set[Scope]] = {one.id: set() for one in relations if one.ended_at is None}
    rows = Consent.objects.filter(relation__in=list(found), withdrawn_at=None).order_by()
    for relation_id, scope in rows.values_list("relation_id", "scope"):
        found[relation_id].add(Scope(scope))
    return {one: frozenset(scopes) for one, scopes in found.items()}


def own_person(request: HttpRequest) -> Person | None:
    """The person whose own records the signed-in patient may see and change; None for everybody else."""
    if not isinstance(request.user, User) or Role.PATIENT not in roles_here(request):
        return None
    found = Patient.objects.select_related("person").filter(user=request.user).first()
    return found.person if found else None


def own_here(request: HttpRequest) -> Person | None:
    """`own_person`, found once for each request: for what every page shows. Who changes something asks anew."""
    if not hasattr(request, "_own_person"):
        request._own_person = own_person(request)  # type: ignore[attr-defined]
    found: Person | None = request._own_person  # type: ignore[attr-defined]
    return found


def seen(request: HttpRequest) -> Seen:
    """The person that the gatekeeper let this request through to."""
    found: Seen | None = getattr(request, "seen", None)
    if found is None:
        raise RefusedError(404)
    return found


def people_seen_by(carer: User, role: Role) -> list[CareRelation]:
    """The open relations of a carer in one role that they still hold."""
    if role not in roles_of(carer) & CARERS:
        return []
    return list(carer.care.select_related("person__patient__user").filter(role=role.value, ended_at=None))


def carers_shown(person: Person, scope: Scope) -> list[CareRelation]:
    """To whom a person shows this now, by name."""
    shown = person.care.select_related("carer").filter(
        ended_at=None, consents__scope=scope.value, consents__withdrawn_at=None
    )
    return sorted(shown, key=lambda one: (one.carer.name, one.role))


@dataclass(frozen=True, slots=True)
class Watch:
    """An open live socket: of which account, by which sign-in, and whose movement it shows (None: its own)."""

    user_id: UUID
    sign_in: str = field(repr=False)
    password_hash: str = field(repr=False)
    person_id: UUID | None = None


def who_may_still(watches: Sequence[Watch]) -> dict[Watch, int]:
    """Those that may not stay open, with the status of the refusal; a few queries for all of them together."""
    users = {watch.user_id for watch in watches}
    now = clock.now()
    known = dict(User.objects.filter(id__in=users, is_active=True).values_list("id", "password"))
    signed_in = set(
        SignIn.objects.filter(session_key__in={watch.sign_in for watch in watches}, expire_date__gt=now).values_list(
            "session_key", flat=True
        )
    )
    held = set(RoleHeld.objects.filter(user__in=users, since__lte=now, until=None).values_list("user", "role"))
    shown = set(
        Consent.objects.filter(
            scope=Scope.LIVE.value, withdrawn_at=None, relation__ended_at=None, relation__carer__in=users
        ).values_list("relation__carer", "relation__role", "relation__person")
    )
    refused: dict[Watch, int] = {}
    for watch in watches:
        if known.get(watch.user_id) != watch.password_hash or watch.sign_in not in signed_in:
            refused[watch] = 401
        elif watch.person_id is None:
            if (watch.user_id, Role.PATIENT.value) not in held:
                refused[watch] = 403
        elif not any(
            (watch.user_id, role) in held and (watch.user_id, role, watch.person_id) in shown
            for role in (one.value for one in CARERS)
        ):
            refused[watch] = 403
    return refused


@transaction.atomic
def grant(user: User, role: Role, at: datetime) -> None:
    if role not in roles_of(user):
        RoleHeld.objects.create(user=user, role=role.value, since=at)
        note_here("role_given", detail={"role": role.value, "account": str(user.id)})


@in_turn
def begin(person: Person, carer: User, role: Role, at: datetime) -> tuple[CareRelation, bool]:
    """The open relation of this carer in this role, and whether it begins now. It shows nothing by itself."""
    relation, made = CareRelation.objects.get_or_create(
        person=person, carer=carer, role=role.value, ended_at=None, defaults={"began_at": at}
    )
    if made:
        note_here("relation_began", person=person, detail=_whose(relation))
    return relation, made


@in_turn_of_row
def show(relation: CareRelation, scopes: frozenset[Scope], at: datetime) -> None:
    """Make exactly these consents the open ones: new ones are added, others are withdrawn at this moment."""
    open_ones = {Scope(scope) for scope in relation.consents.filter(withdrawn_at=None).values_list("scope", flat=True)}
    given, taken = sorted(scopes - open_ones), sorted(open_ones - scopes)
    relation.consents.filter(scope__in=[str(scope) for scope in taken], withdrawn_at=None).update(withdrawn_at=at)
    if taken:
        person_id = relation.person_id
        transaction.on_commit(lambda: withdrawn.send(sender=None, person_id=person_id))
    for scope in given:
        Consent.objects.create(relation=relation, scope=scope.value, given_at=at)
    for action, changed in (("shown", given), ("hidden", taken)):
        if changed:
            note_here(action, person=relation.person_id, detail={**_whose(relation), "scopes": [*map(str, changed)]})


@in_turn_of_row
def end(relation: CareRelation, at: datetime) -> None:
    """End a relation with all that it showed."""
    show(relation, frozenset(), at)
    relation.ended_at = at
    relation.save(update_fields=["ended_at"])
    note_here("relation_ended", person=relation.person_id, detail=_whose(relation))


def end_role(user: User, role: Role, at: datetime) -> None:
    """End a role; what it showed ends with it. Who cannot open their own records any more shows them to nobody."""
    care = CareRelation.objects.filter(ended_at=None)
    care = care.filter(person__patient__user=user) if role is Role.PATIENT else care.filter(carer=user, role=role.value)
    with writing_about(*care.values_list("person_id", flat=True)):
        if user.roles.filter(role=role.value, until=None).update(until=at):
            note_here("role_ended", detail={"role": role.value, "account": str(user.id)})
        for relation in care:
            end(relation, at)


def _whose(relation: CareRelation) -> dict[str, str]:
    return {"carer": str(relation.carer_id), "role": relation.role}


def operators() -> int:
    """How many accounts can run this clinic."""
    return RoleHeld.objects.filter(role=Role.OPERATOR.value, until=None, user__is_active=True).count()
