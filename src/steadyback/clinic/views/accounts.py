"""The operator's pages: who has an account, in which roles; giving and ending roles.

An operator sees names and roles, and nothing of anybody's health.
"""

from uuid import UUID

from allauth.account.views import LoginView
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from steadyback.clinic import access
from steadyback.clinic.models import User
from steadyback.clinic.roles import Role
from steadyback.clinic.words import role_words
from steadyback.web import clock


class SignIn(LoginView):  # type: ignore[misc]
    """Signing in, with a status that says what was wrong: 422 for what does not fit, 429 while an address is shut."""

    def form_invalid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        codes = {error.code for errors in form.errors.as_data().values() for error in errors}
        response.status_code = 429 if "too_many_login_attempts" in codes else 422
        return response


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """One's own account: how to sign in, and where one is signed in."""
    return render(request, "clinic/account.html")


@require_safe
def forgotten(request: HttpRequest) -> HttpResponse:
    """What to do about a forgotten password: nothing is sent, so nothing is promised."""
    return render(request, "clinic/forgotten.html")


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Everybody by name, with the roles that they hold."""
    held = access.roles_of_all()
    rows = [
        {"user": user, "roles": [role_words(role) for role in sorted(held.get(user.id, ()))]}
        for user in User.objects.order_by("name", "email")
    ]
    return render(request, "clinic/accounts.html", {"rows": rows})


@require_safe
def account_of(request: HttpRequest, user_id: UUID) -> HttpResponse:
    return _page(request, get_object_or_404(User, id=user_id))


@require_POST
def account_roles(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """Give or end a role. Nobody ends the last operator, and a patient is made by an invitation only."""
    user = get_object_or_404(User, id=user_id)
    try:
        role = Role(request.POST.get("role", ""))
    except ValueError:
        return _page(request, user, _("Please choose a role."))
    if request.POST.get("give") == "yes":
        if role is Role.PATIENT:
            return _page(request, user, _("A patient comes in by an invitation."))
        access.grant(user, role, clock.now())
        return redirect("account_of", user_id=user.id)
    if role is Role.OPERATOR and access.operators() == 1:
        return _page(request, user, _("This is the last operator. Give the role to somebody else first."))
    access.end_role(user, role, clock.now())
    # Who ended their own operator's role may not see that page any more.
    return redirect("home") if user == request.user else redirect("account_of", user_id=user.id)


_ENDING: dict[Role, Promise] = {
    Role.PATIENT: gettext_lazy(
        "They reach their own records no more, and nobody else does. "
        "Nothing is erased; a new invitation opens them again."
    ),
    Role.TRAINER: gettext_lazy("They see nothing of anybody as a trainer any more, at once."),
    Role.CLINICIAN: gettext_lazy(
        "They see nothing of anybody as a clinician any more, at once. What they signed stays."
    ),
    Role.OPERATOR: gettext_lazy("They do not run this clinic any more."),
}


def _page(request: HttpRequest, user: User, error: str = "") -> HttpResponse:
    held = access.roles_of(user)
    could_be = (role for role in (Role.TRAINER, Role.CLINICIAN, Role.OPERATOR) if role not in held)
    context = {
        "of": user,
        "held": [{"role": role.value, "words": role_words(role), "ending": _ENDING[role]} for role in sorted(held)],
        "could_be": [(role.value, role_words(role)) for role in could_be],
        "error": error,
    }
    return render(request, "clinic/account_of.html", context, status=422 if error else 200)
