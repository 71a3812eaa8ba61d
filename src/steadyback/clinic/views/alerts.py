"""What has to be seen by a clinician, or by whoever it fell back to."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from steadyback.clinic.alerts import acknowledge, alerts_for
from steadyback.clinic.models import User
from steadyback.web import clock


@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    return render(request, "clinic/alerts.html", {"waiting": alerts_for(request.user, clock.now())})


@require_POST
def alert_seen(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """Acknowledge an alert that is before this account; another's is not there."""
    assert isinstance(request.user, User)
    now = clock.now()
    found = next((one for one in alerts_for(request.user, now) if one.alert.id == alert_id), None)
    if found is None:
        raise Http404
    acknowledge(found.alert, request.user, now)
    if found.about_health:
        return redirect("person_clearance", person_id=found.alert.person_id)
    return redirect("alerts")
