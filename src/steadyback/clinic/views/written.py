"""What a team writes to each other: messages, notes about how it goes, and reminders."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from steadyback.clinic import messaging, notes, reminders
from steadyback.clinic.access import seen
from steadyback.clinic.models import CareRelation, ReminderWish
from steadyback.clinic.words import role_words
from steadyback.web import clock
from steadyback.web.access import current_person


@require_http_methods(["GET", "HEAD", "POST"])
def person_messages(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The carer's side of a conversation."""
    found = seen(request)
    wrong = ""
    if request.method == "POST":
        wrong = messaging.send(found.relation, request.POST.get("text", ""), from_carer=True)
        if not wrong:
            return redirect("person_messages", person_id=person_id)
    name = found.person.patient.user.name
    context = {"seen": found, "name": name, "theirs": name, **_thread(found.relation, wrong, by_carer=True)}
    return render(request, "clinic/person_messages.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def care_messages(request: HttpRequest, relation_id: UUID) -> HttpResponse:
    """The person's side; a conversation that has ended can still be read."""
    relation = current_person(request).care.filter(id=relation_id).select_related("carer").first()
    if relation is None:
        raise Http404
    wrong = ""
    if request.method == "POST":
        wrong = messaging.send(relation, request.POST.get("text", ""), from_carer=False)
        if not wrong:
            return redirect("care_messages", relation_id=relation_id)
    context = {
        "relation": relation,
        "name": relation.carer.name,
        "role": role_words(relation.role),
        **_thread(relation, wrong, by_carer=False),
    }
    return render(request, "clinic/care_messages.html", context, status=422 if wrong else 200)


def _thread(relation: CareRelation, wrong: str, *, by_carer: bool) -> dict[str, object]:
    return {
        "thread": messaging.read(relation, by_carer=by_carer),
        "by_carer": by_carer,
        "may_write": messaging.may_write(relation),
        "wrong": wrong,
        "longest": messaging.LONGEST,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def person_notes(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """How it goes: carers write, the person's clinicians and the person read."""
    found = seen(request)
    wrong = ""
    if request.method == "POST":
        wrong = notes.write(found, request.POST.get("text", ""), for_clinician=True)
        if not wrong:
            return redirect("person_notes", person_id=person_id)
    context = {
        "seen": found,
        "name": found.person.patient.user.name,
        "notes": notes.how_it_goes(found.person),
        "longest": notes.LONGEST,
        "wrong": wrong,
    }
    return render(request, "clinic/person_notes.html", context, status=422 if wrong else 200)


@require_POST
def note_read(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """The person puts a note away."""
    note = get_object_or_404(current_person(request).carer_notes, id=note_id)
    if note.read_at is None:
        note.read_at = clock.now()
        note.save(update_fields=["read_at"])
    return redirect("home")


def _hours(first: int, last: int) -> list[tuple[int, str]]:
    return [(hour, f"{hour:02}:00") for hour in range(first, last + 1)]


class ReminderForm(forms.Form):
    wanted = forms.BooleanField(label=_("Remind me on days with a session"), required=False)
    from_hour = forms.TypedChoiceField(label=_("From"), coerce=int, choices=_hours(0, 23))
    until_hour = forms.TypedChoiceField(label=_("Until"), coerce=int, choices=_hours(1, 24))
    in_flare = forms.BooleanField(label=_("Also in a flare-up"), required=False)

    def clean(self) -> None:
        first, last = self.cleaned_data.get("from_hour"), self.cleaned_data.get("until_hour")
        if first is not None and last is not None and first >= last:
            self.add_error("until_hour", _("This must be later than the first hour."))


@require_http_methods(["GET", "HEAD", "POST"])
def reminder(request: HttpRequest) -> HttpResponse:
    """Whether, and between which hours, somebody wants to be reminded. Nothing is on by itself."""
    person = current_person(request)
    kept = ReminderWish.objects.filter(person=person).first()
    wish = kept or ReminderWish(person=person)
    before = {"wanted": kept is not None, "from_hour": wish.from_hour, "until_hour": wish.until_hour}
    form = ReminderForm(
        request.POST if request.method == "POST" else None, initial={**before, "in_flare": wish.in_flare}
    )
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in ("from_hour", "until_hour", "in_flare")}
        if form.cleaned_data["wanted"]:
            ReminderWish.objects.update_or_create(person=person, defaults=fields)
        else:
            ReminderWish.objects.filter(person=person).delete()
        return redirect("reminder")
    return render(request, "clinic/reminder.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def reminder_put_away(request: HttpRequest) -> HttpResponse:
    reminders.put_away(current_person(request), clock.now())
    return redirect("home")
