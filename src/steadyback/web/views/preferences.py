"""The person's choices for their weeks (specification 3.4, amendments 1)."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from steadyback.exercises import FLOOR_POSITIONS, load_catalogue
from steadyback.records.plan import Preferences
from steadyback.web import clock, labels
from steadyback.web.access import current_person
from steadyback.web.planning import CHOICES, keep_preferences, preferences_of, week_of
from steadyback.web.standing import standing_of
from steadyback.web.turns import writing_about

WEEKDAYS = (
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
)
MINUTES = ((15, _("About 15 minutes")), (30, _("About 30 minutes")), (45, _("About 45 minutes")))
TUMMY = (
    ("brace", _("Brace gently all the way round, as if somebody were about to poke you in the tummy")),
    ("draw_in", _("Draw the belly button gently in, as the article says")),
)
CHAIR = (("yes", _("With a chair beside me")), ("no", _("Without a chair")))
# What people can say of a position, and the positions of the catalogue that it means.
POSITION_GROUPS = {
    "back": (
        _("Lying on my back"),
        ("supine", "supine_hooklying", "supine_tabletop", "supine_one_knee_bent"),
    ),
    "front": (_("Lying on my front"), ("prone", "prone_elbow")),
    "side": (_("Lying on my side"), ("side_lying", "side_lying_elbow")),
    "hands_and_knees": (_("On hands and knees"), ("quadruped",)),
    "kneeling": (_("Kneeling"), ("kneeling_flexed", "half_kneeling")),
    "floor": (_("Anything on the floor"), FLOOR_POSITIONS),
    "standing": (_("Standing for a while"), ("standing", "standing_wall")),
    "sitting": (_("Sitting on a chair"), ("seated", "seated_to_standing")),
}


class PreferencesForm(forms.Form):
    """Choices as they are asked; `preferences` gives the record."""

    training_days = forms.TypedMultipleChoiceField(
        label=_("Which days suit you?"),
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    start_weekday = forms.TypedChoiceField(
        label=_("On which day does your week begin?"), choices=WEEKDAYS, coerce=int, widget=forms.RadioSelect
    )
    cardio_kind = forms.ChoiceField(
        label=_("What do you like to do for your heart and lungs?"),
        choices=tuple(labels.CARDIO_KINDS.items()),
        widget=forms.RadioSelect,
    )
    session_minutes = forms.TypedChoiceField(
        label=_("How long may a session be?"), choices=MINUTES, coerce=int, widget=forms.RadioSelect
    )
    avoided = forms.MultipleChoiceField(
        label=_("Are there positions that you cannot take?"),
        choices=tuple((key, label) for key, (label, _positions) in POSITION_GROUPS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    tummy_cue = forms.ChoiceField(
        label=_("How do you like to tense your tummy?"), choices=TUMMY, widget=forms.RadioSelect
    )
    chair_for_floor = forms.ChoiceField(
        label=_("How do you like to get down to the floor and up again?"), choices=CHAIR, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages.update(dict.fromkeys(("required", "invalid_choice"), _("Choose from these.")))

    def clean_training_days(self) -> list[int]:
        days: list[int] = sorted(set(self.cleaned_data["training_days"]))
        if len(days) == 1:
            raise forms.ValidationError(_("Choose two days or more, or none to leave it to the plan."))
        return days

    def clean_cardio_kind(self) -> str:
        kind: str = self.cleaned_data["cardio_kind"]
        if kind not in {exercise.id for exercise in load_catalogue().in_slot("cardio")}:
            raise forms.ValidationError(_("Choose one of the kinds in the list."))
        return kind

    def preferences(self) -> Preferences:
        data = self.cleaned_data
        return Preferences(
            start_weekday=data["start_weekday"],
            training_days=tuple(data["training_days"]),
            cardio_kind=data["cardio_kind"],
            session_minutes=data["session_minutes"],
            positions_avoided=frozenset(p for key in data["avoided"] for p in POSITION_GROUPS[key][1]),
            tummy_cue=data["tummy_cue"],
            chair_for_floor=data["chair_for_floor"] == "yes",
        )


def initial_of(preferences: Preferences) -> dict[str, object]:
    """The form's fields for a record."""
    avoided = preferences.positions_avoided
    return {
        "training_days": list(preferences.training_days),
        "start_weekday": preferences.start_weekday,
        "cardio_kind": preferences.cardio_kind,
        "session_minutes": preferences.session_minutes,
        "avoided": _groups(avoided),
        "tummy_cue": preferences.tummy_cue,
        "chair_for_floor": "yes" if preferences.chair_for_floor else "no",
    }


def _groups(avoided: frozenset[str]) -> list[str]:
    """The ticks that say it shortest: the whole floor as one tick, not as five."""
    if avoided.issuperset(FLOOR_POSITIONS):
        avoided = avoided.difference(FLOOR_POSITIONS)
        floor = ["floor"]
    else:
        floor = []
    return floor + [key for key, (_label, group) in POSITION_GROUPS.items() if avoided.issuperset(group)]


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    person = current_person(request)
    today = clock.today(person)
    kept = preferences_of(person)
    if request.method == "POST":
        form = PreferencesForm(request.POST)
        if form.is_valid():
            with writing_about(person):
                keep_preferences(person, form.preferences())
                week_of(standing_of(person, today), changed=CHOICES)
            return redirect("week")
    else:
        form = PreferencesForm(initial=initial_of(kept or Preferences(start_weekday=today.weekday())))
    context = {"form": form, "first_time": kept is None}
    return render(request, "web/preferences.html", context, status=422 if form.errors else 200)
