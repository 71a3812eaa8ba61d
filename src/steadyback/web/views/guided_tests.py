"""Guided tests (specification 4.2): the short check, a test led step by step, its result by clock, camera or hand."""

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from steadyback.outcomes.change import MeasureError
from steadyback.outcomes.physical_results import ENDS_FOR_A_CLINICIAN, result_of
from steadyback.outcomes.physical_tests import PhysicalTest, load_physical_tests
from steadyback.programme.advice import advice_text
from steadyback.programme.pain_monitoring import decide_pain
from steadyback.programme.session_start import MAY_START
from steadyback.records.codec import from_json, to_json
from steadyback.records.outcomes import MeasuredBy, PhysicalTestResult, SightOfTest
from steadyback.records.person import PersonalSettings
from steadyback.web import check_pages, clock, session_store, told
from steadyback.web.access import current_person
from steadyback.web.check_form import CheckForm
from steadyback.web.guided_camera import camera_page, is_measured_by_camera, sight_of
from steadyback.web.models import GuidedTest
from steadyback.web.referrals import with_referrals
from steadyback.web.session_end import questions_waiting
from steadyback.web.standing import Standing, next_step_url, standing_of
from steadyback.web.testing_today import check_that_counts, offers, results, side_words
from steadyback.web.views.session_check import leads_to
from steadyback.web.weekly_form import CHOOSE_NUMBER, CHOOSE_ONE, SCALE

_TIMED = ("hold",)


class ResultForm(forms.Form):
    """Every try of every side, how it ended, and pain afterwards. Sides and tries are those of the test."""

    def __init__(self, test: PhysicalTest, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.test = test
        for side in test.sides:
            for attempt in range(1, test.best_of + 1):
                self.fields[self.key("try", side, attempt)] = forms.FloatField(
                    label=self._label(side, attempt),
                    min_value=0,
                    max_value=test.highest,
                    required=attempt == 1,
                    error_messages=dict.fromkeys(
                        ("required", "invalid", "min_value", "max_value"),
                        _("Enter a number from 0 to %(highest)s.") % {"highest": f"{test.highest:g}"},
                    ),
                )
                self.fields[self.key("seen", side, attempt)] = forms.CharField(required=False, widget=forms.HiddenInput)
            self.fields[self.key("ended", side)] = forms.ChoiceField(
                label=_("How did it end?"),
                choices=[(end.code, gettext(end.text)) for end in test.ends],
                widget=forms.RadioSelect,
                error_messages=dict.fromkeys(("required", "invalid_choice"), CHOOSE_ONE),
            )
        self.fields["pain"] = forms.TypedChoiceField(
            label=_("How strong is your back pain now?"),
            choices=SCALE,
            coerce=int,
            widget=forms.RadioSelect,
            error_messages=dict.fromkeys(("required", "invalid_choice"), CHOOSE_NUMBER),
        )
        if test.adapted:
            self.fields["adapted"] = forms.BooleanField(label=gettext(test.adapted), required=False)
        self.fields["timed"] = forms.BooleanField(required=False, widget=forms.HiddenInput)

    @staticmethod
    def key(what: str, side: str, attempt: int = 0) -> str:
        return "_".join(part for part in (what, side, str(attempt or "")) if part)

    def _label(self, side: str, attempt: int) -> str:
        parts = [side_words(side), gettext("try %(number)d") % {"number": attempt} if self.test.best_of > 1 else ""]
        name = ", ".join(part for part in parts if part) or gettext("Your result")
        return f"{name} ({gettext(self.test.unit)})"

    def sides(self) -> list[dict[str, Any]]:
        """For the page: each side with the fields of its tries and of how it ended."""
        return [
            {
                "side": side,
                "words": side_words(side),
                "tries": [
                    (self[self.key("try", side, attempt)], self[self.key("seen", side, attempt)])
                    for attempt in range(1, self.test.best_of + 1)
                ],
                "ended": self[self.key("ended", side)],
            }
            for side in self.test.sides
        ]

    def results(self, standing: Standing, pain_before: int) -> list[PhysicalTestResult]:
        found = self.cleaned_data
        made = []
        for side in self.test.sides:
            values, sight = self._tries(side)
            timed = found.get("timed") and self.test.measured in _TIMED
            by_person = MeasuredBy.CLOCK if timed else MeasuredBy.HAND
            made.append(
                result_of(
                    self.test,
                    standing.today,
                    values,
                    side=side,
                    ended_by=found[self.key("ended", side)],
                    by=by_person if sight is None else MeasuredBy.CAMERA,
                    adapted=bool(found.get("adapted")),
                    pain=(pain_before, found["pain"]),
                    sight=sight,
                )
            )
        return made

    def _tries(self, side: str) -> tuple[list[float], SightOfTest | None]:
        """The values of a side, and what the camera saw of the best of them, if that one is the camera's."""
        attempts = range(1, self.test.best_of + 1)
        values = {attempt: self.cleaned_data.get(self.key("try", side, attempt)) for attempt in attempts}
        known = {attempt: value for attempt, value in values.items() if value is not None}
        if not known or not is_measured_by_camera(self.test):
            return list(known.values()), None
        best = (min if self.test.lower_is_better else max)(known, key=lambda attempt: known[attempt])
        return list(known.values()), sight_of(self.cleaned_data.get(self.key("seen", side, best)) or "", known[best])


@require_safe
def guided_tests(request: HttpRequest) -> HttpResponse:
    """What may be done today and why the rest may not, and every result so far."""
    person = current_person(request)
    standing, programme = with_referrals(standing_of(person, clock.today(person)))
    someone = request.GET.get("someone") == "yes"
    context = {
        "checked": check_that_counts(person) is not None,
        "is_open": standing.is_open and programme is not None,
        "offers": offers(standing, programme, someone_there=someone),
        "someone": someone,
        "results": results(standing),
    }
    return render(request, "web/guided_tests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def before_tests(request: HttpRequest) -> HttpResponse:
    """The seven taps and pain now, as before a session."""
    person = current_person(request)
    standing = standing_of(person, clock.today(person))
    if not standing.is_open:
        return redirect(next_step_url(standing))
    waiting = questions_waiting(person)
    if waiting is not None:
        return redirect("session_triage", session_id=waiting.id)
    address = reverse("before_tests")
    form = CheckForm(request.POST) if request.method == "POST" else None
    if form is None or not form.is_valid():
        context = check_pages.asked(form, address)
        return render(request, "web/session_check.html", context, status=422 if form is not None else 200)
    if form.cleaned_data["signs"] and request.POST.get("confirmed") != "yes":
        return render(request, "web/session_check_read_back.html", check_pages.read_back(form, address))
    checked = session_store.check_only(person, form.taps())
    return redirect("guided_tests") if checked.decision.outcome in MAY_START else leads_to(checked)


@require_http_methods(["GET", "HEAD", "POST"])
def guided_test(request: HttpRequest, test_id: str) -> HttpResponse:
    """One test, led step by step; refused with its rules where it is not right today."""
    test = load_physical_tests().get(test_id)
    if test is None:
        raise Http404
    person = current_person(request)
    standing, programme = with_referrals(standing_of(person, clock.today(person)))
    if not standing.is_open:
        return redirect(next_step_url(standing))
    someone = request.GET.get("someone") == "yes"
    check = check_that_counts(person)
    offer = next(one for one in offers(standing, programme, someone_there=someone) if one.test is test)
    if check is None or check.pain is None or offer.against:
        status = 409 if request.method == "POST" else 200
        return render(request, "web/guided_test_not.html", {"offer": offer, "checked": check}, status=status)
    form = ResultForm(test, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _keep(request, standing, form, check.pain)
        except MeasureError as error:
            form.add_error(None, str(error))
    camera = camera_page(test, from_json(PersonalSettings, person.settings))
    context = {"test": test, "form": form, "someone": someone, "camera": camera}
    return render(request, "web/guided_test.html", context, status=422 if form.errors else 200)


def _keep(request: HttpRequest, standing: Standing, form: ResultForm, pain_before: int) -> HttpResponse:
    """Keep what was measured; more pain, or pain below the knee, is answered at once (3.6, 4.2)."""
    person, made = standing.person, form.results(standing, pain_before)
    rows = [{"on": one.on, "test": one.test, "side": one.side, "result": to_json(one)} for one in made]
    told.keep_all(GuidedTest, person, rows)
    mode = from_json(PersonalSettings, person.settings).pain_mode.value
    limit = standing.limits.pain_limit if standing.limits else None
    decision = decide_pain(mode, pain_before, form.cleaned_data["pain"], limit)
    leg = any(one.ended_by in ENDS_FOR_A_CLINICIAN for one in made)
    if decision.outcome.name == "CONTINUE" and not leg:
        return redirect("guided_tests")
    context = {"reasons": decision.reasons, "advice": advice_text("session.sharp" if leg else "session.end")}
    return render(request, "web/guided_test_after.html", context)


@require_POST
def guided_test_remove(request: HttpRequest, result_id: uuid.UUID) -> HttpResponse:
    """Take back a result that was entered by mistake; that it was is kept."""
    person = current_person(request)
    row = get_object_or_404(GuidedTest, id=result_id, person=person)
    told.keep(GuidedTest, person, on=row.on, test=row.test, side=row.side, result=None)
    return redirect("guided_tests")
