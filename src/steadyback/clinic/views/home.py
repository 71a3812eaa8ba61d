"""The first page, by who asks: a patient's day, a carer's people, an operator's accounts, or the way in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from steadyback.clinic.access import own_here, roles_here
from steadyback.clinic.roles import CARERS, Role
from steadyback.web.views import home as own_day


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if own_here(request) is not None:
        return own_day.home(request)
    roles = roles_here(request)
    if roles & CARERS:
        return redirect("people")
    if Role.OPERATOR in roles:
        return redirect("accounts")
    return render(request, "clinic/welcome.html")
