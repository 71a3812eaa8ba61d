"""What follows from something that a person told: which decisions, which days, who should have a look."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from steadyback.programme.advice import advice_text
from steadyback.programme.versions import Programme, week_of
from steadyback.records.plan import WeeklyPlan
from steadyback.web import clock, told
from steadyback.web.access import current_person
from steadyback.web.decision_words import followed, referral_words
from steadyback.web.diary import last_strength_on
from steadyback.web.entry_words import earlier_entry, entry_words, needs_support
from steadyback.web.history import programme_of, programme_without
from steadyback.web.referrals import with_referrals
from steadyback.web.standing import Standing, standing_of


@require_safe
def follows(request: HttpRequest, kind: str, entry_id: uuid.UUID) -> HttpResponse:
    """The same facts with and without the entry, side by side. Nothing is stored by looking."""
    person = current_person(request)
    model = told.TABLES.get(kind)
    if model is None:
        raise Http404
    row = get_object_or_404(model, pk=entry_id, person=person)
    standing, _programme = with_referrals(standing_of(person, clock.today(person)))
    after, before = programme_of(standing), programme_without(standing, {row.pk})
    earlier = earlier_entry(row)
    found = None
    if before is not None and after is not None:
        found = followed(before, after, (_week(standing, before), _week(standing, after)))
    context = {
        "said": entry_words(row),
        "earlier": entry_words(earlier) if earlier is not None else "",
        "found": found,
        "referrals": [(one, referral_words(one)) for one in found.referrals] if found else [],
        "support": advice_text("note.support_line") if needs_support(row) else None,
        "is_open": standing.is_open,
    }
    return render(request, "web/follows.html", context)


def _week(standing: Standing, programme: Programme) -> WeeklyPlan | None:
    return week_of(programme, gate=standing.gate, last_strength_on=last_strength_on(standing.person, standing.today))
