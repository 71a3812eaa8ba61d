"""The seven taps as a form: nothing is preselected, and a contradiction is asked about, never guessed."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from steadyback.web.check_questions import PAIN_SCALE, SIGNS
from steadyback.web.session_store import Taps

YES_NO_UNSURE = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")), ("unsure", gettext_lazy("Not sure")))
# These need help at once: no further question goes before it.
EMERGENCY_SIGNS = frozenset({"R1", "R2", "R4", "R6"})
UNKNOWN = gettext_lazy("This answer is not one of the choices on this page. Please choose again.")


def asks_how_ill(signs: Collection[str]) -> bool:
    return "R5" in signs and not EMERGENCY_SIGNS.intersection(signs)


class CheckForm(forms.Form):
    """`signs` and `none` exclude each other. Pain is needed before exercise, but never delays a sign."""

    signs = forms.MultipleChoiceField(
        choices=[(sign.id, sign.label) for sign in SIGNS.values()],
        required=False,
        error_messages={"invalid_choice": UNKNOWN, "invalid_list": UNKNOWN},
    )
    none = forms.ChoiceField(choices=[("yes", "")], required=False, error_messages={"invalid_choice": UNKNOWN})
    very_ill = forms.ChoiceField(choices=YES_NO_UNSURE, required=False, error_messages={"invalid_choice": UNKNOWN})
    pain = forms.TypedChoiceField(
        choices=[(number, str(number)) for number in PAIN_SCALE],
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Pain is a number from 0 to 10. Please tap one.")},
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        signs, none = found.get("signs"), found.get("none")
        if signs and none:
            self.add_error("signs", _("You tapped a sign and also “None of these”. Please keep the one that is right."))
        elif not signs and not none and "signs" not in self.errors:
            self.add_error("signs", _("Please tap what applies to you, or “None of these”."))
        if none and not signs and found.get("pain") is None and "pain" not in self.errors:
            self.add_error("pain", _("Please tap how strong your back pain is right now."))
        if asks_how_ill(signs or ()) and not found.get("very_ill") and "very_ill" not in self.errors:
            self.add_error("very_ill", _("Please answer this question too."))
        return found

    def taps(self) -> Taps:
        """The answers for the programme. "Not sure" about being very ill counts as yes: the more careful way."""
        signs = self.cleaned_data["signs"]
        very_ill = {"yes": True, "unsure": True, "no": False}.get(self.cleaned_data["very_ill"])
        return Taps({sign: sign in signs for sign in SIGNS}, very_ill, self.cleaned_data["pain"])
