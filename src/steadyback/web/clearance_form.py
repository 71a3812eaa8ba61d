"""What a specialist said, as a form and as an Approval (specification 3.3, amendments 3).

In personal mode the person writes it down themselves; the record says so by naming who said it, when, and what it
covered. Limits only ever tighten.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from steadyback.exercises import load_catalogue
from steadyback.records.clearance import Approval, ApprovalStatus, ClearanceLimits, EasingDirection
from steadyback.web import labels
from steadyback.web.result_page import concern_text
from steadyback.web.standing import Standing

NOT_YET = "not_yet"
LIMIT_FIELDS = (
    "no_loaded_bending",
    "no_lying_face_down",
    "highest_level",
    "pain_limit",
    "starting_level",
    "excluded_positions",
    "excluded_exercises",
)
EASING_WORDS = {
    EasingDirection.BENDING_FORWARD.value: gettext_lazy("bending forward"),
    EasingDirection.BENDING_BACKWARD.value: gettext_lazy("bending backward"),
    EasingDirection.SIDE_GLIDE.value: gettext_lazy("gliding to the side"),
    EasingDirection.NONE_FOUND.value: gettext_lazy("none found"),
}


class ClearanceForm(forms.Form):
    """The fields of one answer. Build it with the standing that it answers."""

    result = forms.ChoiceField(
        label=gettext_lazy("What did they say?"),
        choices=[
            (ApprovalStatus.APPROVED.value, gettext_lazy("Yes, you may start")),
            (ApprovalStatus.APPROVED_WITH_LIMITS.value, gettext_lazy("Yes, with limits")),
            (NOT_YET, gettext_lazy("Not yet")),
            (ApprovalStatus.DECLINED.value, gettext_lazy("No, this is not for you")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what they said.")},
    )
    by_name = forms.CharField(
        label=gettext_lazy("Who said it?"),
        max_length=120,
        help_text=gettext_lazy("Their name."),
        error_messages={"required": gettext_lazy("Please write their name.")},
    )
    by_role = forms.ChoiceField(
        label=gettext_lazy("What are they?"),
        choices=[
            ("spine_specialist", gettext_lazy("Spine specialist")),
            ("doctor", gettext_lazy("Family doctor or other doctor")),
            ("physiotherapist", gettext_lazy("Physiotherapist")),
            ("other", gettext_lazy("Another health professional")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one.")},
    )
    decided_on = forms.DateField(
        label=gettext_lazy("On which day?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Please give the day."),
            "invalid": gettext_lazy("Please give a day, for example 2025-05-31."),
        },
    )
    before_screening = forms.BooleanField(
        label=gettext_lazy("Yes, that was before I answered the questions here"), required=False
    )
    covers = forms.MultipleChoiceField(
        label=gettext_lazy("Which of these did they know about?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    no_loaded_bending = forms.BooleanField(label=gettext_lazy("No bending forward under load"), required=False)
    no_lying_face_down = forms.BooleanField(label=gettext_lazy("No lying face down"), required=False)
    highest_level = forms.TypedChoiceField(
        label=gettext_lazy("Highest level"),
        choices=[("", gettext_lazy("No limit")), ("0", "0"), ("1", "1"), ("2", "2"), ("3", "3")],
        coerce=int,
        empty_value=None,
        required=False,
    )
    pain_limit = forms.IntegerField(
        label=gettext_lazy("Stop when pain goes above (0 to 10)"),
        min_value=0,
        max_value=10,
        required=False,
    )
    starting_level = forms.TypedChoiceField(
        label=gettext_lazy("Starting dose"),
        choices=[
            ("", gettext_lazy("As the programme says")),
            *[(str(level), gettext_lazy("the amounts of level %(level)s") % {"level": level}) for level in range(4)],
        ],
        coerce=int,
        empty_value=None,
        required=False,
    )
    eases = forms.TypedChoiceField(
        label=gettext_lazy("Direction that eases the pain"),
        choices=[("", gettext_lazy("Not looked for")), *EASING_WORDS.items()],
        coerce=EasingDirection,
        empty_value=None,
        required=False,
    )
    excluded_positions = forms.MultipleChoiceField(
        label=gettext_lazy("Positions to leave out"), required=False, widget=forms.CheckboxSelectMultiple
    )
    excluded_exercises = forms.MultipleChoiceField(
        label=gettext_lazy("Exercises to leave out"), required=False, widget=forms.CheckboxSelectMultiple
    )
    tier_4_allowed = forms.BooleanField(
        label=gettext_lazy("They allow the hardest exercises too (tier 4)"), required=False
    )
    review_on = forms.DateField(
        label=gettext_lazy("When should they look again?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Leave this empty if they gave no day. An agreement counts for 6 months at most."),
        error_messages={"invalid": gettext_lazy("Please give a day, for example 2025-05-31.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Anything else they said"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, standing: Standing, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, label_suffix="")
        self.standing = standing
        catalogue = load_catalogue()
        positions = sorted({position for exercise in catalogue for position in exercise.positions})
        self._choices("covers", [(one.rule, concern_text(one)) for one in standing.concerns])
        self._choices("excluded_positions", [(code, labels.say(labels.POSITIONS, code)) for code in positions])
        self._choices("excluded_exercises", [(exercise.id, _(exercise.name)) for exercise in catalogue])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices

    def clean_decided_on(self) -> date:
        decided_on: date = self.cleaned_data["decided_on"]
        if decided_on > self.standing.today:
            raise ValidationError(_("This day is in the future. Please give the day on which they said it."))
        if decided_on.year < 1900:
            raise ValidationError(_("Please check the year."))
        return decided_on

    def clean(self) -> dict[str, Any]:
        """What only fits together: dates with the screening, limits with "with limits", a review after the answer."""
        super().clean()
        data = self.cleaned_data
        self._check_day(data)
        self._check_limits(data)
        review_on, decided_on = data.get("review_on"), data.get("decided_on")
        if review_on and decided_on and review_on <= decided_on:
            self.add_error("review_on", _("The next look has to be after the day on which they said it."))
        return data

    def _check_day(self, data: dict[str, Any]) -> None:
        decided_on, screened_on = data.get("decided_on"), self.standing.screened_on
        if decided_on and screened_on and decided_on < screened_on and not data.get("before_screening"):
            text = _("You answered the questions on %(day)s, which is later. Tick below if this is right.")
            self.add_error("decided_on", text % {"day": screened_on.isoformat()})

    def _check_limits(self, data: dict[str, Any]) -> None:
        # A level or a pain of 0 is a limit too, and 0 equals False.
        given = [name for name in LIMIT_FIELDS if data.get(name) not in (None, "", []) and data[name] is not False]
        if data.get("result") == ApprovalStatus.APPROVED_WITH_LIMITS.value and not given and not data.get("note"):
            self.add_error(
                "result", _("Which limits? Please tick at least one below, or write it under “Anything else”.")
            )
        if data.get("result") == ApprovalStatus.APPROVED.value and given:
            self.add_error("result", _("You also gave limits. Please choose “Yes, with limits”, or take them away."))

    def approval(self) -> Approval:
        """The valid form as a record. "Not yet" closes the gate as a no does, until there is a new answer."""
        data = self.cleaned_data
        result = data["result"]
        status = ApprovalStatus.DECLINED if result == NOT_YET else ApprovalStatus(result)
        row = self.standing.screening
        return Approval(
            status=status,
            by_name=data["by_name"],
            by_role=data["by_role"],
            decided_on=data["decided_on"],
            screening_id=str(row.id) if row else "",
            covers=frozenset(data["covers"]),
            limits=self._limits(data),
            review_on=data["review_on"],
            note=data["note"],
            eases=data["eases"],
        )

    def _limits(self, data: dict[str, Any]) -> ClearanceLimits:
        return ClearanceLimits(
            excluded_exercises=frozenset(data["excluded_exercises"]),
            excluded_positions=frozenset(data["excluded_positions"]),
            highest_level=data["highest_level"],
            pain_limit=data["pain_limit"],
            no_loaded_bending=data["no_loaded_bending"],
            no_lying_face_down=data["no_lying_face_down"],
            tier_4_allowed=data["tier_4_allowed"],
            starting_level=data["starting_level"],
        )


def role_words() -> dict[str, str]:
    field = ClearanceForm.base_fields["by_role"]
    assert isinstance(field, forms.ChoiceField)
    return {str(value): str(label) for value, label in field.choices}  # type: ignore[misc, union-attr]


def limits_in_words(limits: ClearanceLimits) -> list[str]:
    """Every limit as a short phrase."""
    said = []
    if limits.no_loaded_bending:
        said.append(_("no bending forward under load"))
    if limits.no_lying_face_down:
        said.append(_("no lying face down"))
    if limits.highest_level is not None:
        said.append(_("level %(level)s at most") % {"level": limits.highest_level})
    if limits.pain_limit is not None:
        said.append(_("stop above pain %(pain)s of 10") % {"pain": limits.pain_limit})
    if limits.starting_level is not None:
        said.append(_("start with the amounts of level %(level)s") % {"level": limits.starting_level})
    said += [
        _("not %(position)s") % {"position": labels.say(labels.POSITIONS, code)}
        for code in sorted(limits.excluded_positions)
    ]
    catalogue = load_catalogue()
    said += [
        _("without %(exercise)s") % {"exercise": _(catalogue[key].name) if key in catalogue else key}
        for key in sorted(limits.excluded_exercises)
    ]
    if limits.tier_4_allowed:
        said.append(_("hardest exercises allowed"))
    return said
