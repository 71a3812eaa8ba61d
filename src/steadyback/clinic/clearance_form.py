"""The clinician's form: what it says is said by the one who fills it in, so it asks no one else's name or day."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from steadyback.clinic.clearance import Signer
from steadyback.clinic.models import User
from steadyback.records.clearance import ApprovalStatus
from steadyback.web.clearance_form import NOT_YET, ClearanceForm
from steadyback.web.standing import Standing

_LABELS = {
    "result": gettext_lazy("Your answer"),
    "by_role": gettext_lazy("You are a"),
    "covers": gettext_lazy("What you know about and allow for"),
    "tier_4_allowed": gettext_lazy("The hardest exercises too (tier 4)"),
    "review_on": gettext_lazy("Look again on"),
    "note": gettext_lazy("Note to the person and their trainer"),
}
_HELP = {
    "review_on": gettext_lazy("Empty: no day. An agreement counts for 6 months at most."),
    "note": gettext_lazy("They read it. What only a colleague should know does not belong here."),
}
_ANSWERS = [
    (ApprovalStatus.APPROVED.value, gettext_lazy("May start")),
    (ApprovalStatus.APPROVED_WITH_LIMITS.value, gettext_lazy("May start, with limits")),
    (NOT_YET, gettext_lazy("Not yet")),
    (ApprovalStatus.DECLINED.value, gettext_lazy("No, this is not for them")),
]


class ClinicianForm(ClearanceForm):
    """For a signed-in clinician. `screening`: the answers that were shown; newer ones ask for a new look."""

    before_screening = None  # type: ignore[assignment]
    by_name = None  # type: ignore[assignment]
    decided_on = None  # type: ignore[assignment]
    screening = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, standing: Standing, user: User | None = None, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(standing, data)
        self.user = user
        for name, label in _LABELS.items():
            self.fields[name].label = label
        for name, text in _HELP.items():
            self.fields[name].help_text = text
        result = self.fields["result"]
        assert isinstance(result, forms.ChoiceField)
        result.choices = _ANSWERS
        self.fields["screening"].initial = _screening_id(standing)
        for concern in standing.concerns:
            self.fields[_reason_name(concern.rule)] = forms.CharField(
                label=_("Why it may be"), required=False, max_length=300
            )

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["by_name"] = self._name()
        self.cleaned_data["decided_on"] = self.standing.today
        data = super().clean()
        if data.get("screening") != _screening_id(self.standing):
            raise ValidationError(_("The answers have changed since this page was opened. Please look at them again."))
        approves = data.get("result") in (ApprovalStatus.APPROVED.value, ApprovalStatus.APPROVED_WITH_LIMITS.value)
        for concern in self.standing.concerns:
            name, ticked = _reason_name(concern.rule), concern.rule in data.get("covers", [])
            if approves and ticked and not data.get(name, "").strip():
                self.add_error(name, _("Please write in a few words why this may be."))
            if approves and data.get(name, "").strip() and not ticked:
                self.add_error(name, _("Please tick it too, or take the words away."))
        if not approves and data.get("covers"):
            self.add_error("covers", _("Only an answer that allows exercise can cover something."))
        return data

    def _check_day(self, data: dict[str, Any]) -> None:
        """The answer is of today."""

    def _name(self) -> str:
        return self.user.name if self.user is not None else str(self.cleaned_data.get("by_name", ""))

    def reasons(self) -> dict[str, str]:
        """Why each covered concern may be, by its rule id."""
        return {rule: self.cleaned_data[_reason_name(rule)].strip() for rule in self.cleaned_data["covers"]}

    def signer(self) -> Signer:
        return Signer(
            self.cleaned_data["by_name"],
            self.cleaned_data["by_role"],
            self.user,
            self.cleaned_data.get("registration", ""),
        )

    def concern_rows(self) -> list[dict[str, Any]]:
        """Each concern with its tick and the field for its reason, for the page."""
        boxes = {str(box.data["value"]): box for box in self["covers"]}
        return [
            {"rule": one.rule, "box": boxes[one.rule], "reason": self[_reason_name(one.rule)]}
            for one in self.standing.concerns
        ]


class LinkForm(ClinicianForm):
    """For a clinician without an account: they type who they are, and the document says that they did."""

    by_name = forms.CharField(  # type: ignore[assignment]
        label=gettext_lazy("Your name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Please write your name.")},
    )
    registration = forms.CharField(
        label=gettext_lazy("Your registration number"),
        max_length=60,
        help_text=gettext_lazy("Of your professional register. It stands on the document."),
        error_messages={"required": gettext_lazy("Please give your registration number.")},
    )


def _reason_name(rule: str) -> str:
    return f"reason_{rule}"


def _screening_id(standing: Standing) -> str:
    return str(standing.screening.id) if standing.screening else ""
