"""What the pages of the seven taps show: the questions as they were answered so far, and the read-back of a sign."""

from typing import Any

from steadyback.web.check_form import YES_NO_UNSURE, CheckForm
from steadyback.web.check_questions import PAIN_SCALE, SIGNS, VERY_ILL


def asked(form: CheckForm | None, address: str) -> dict[str, Any]:
    """The page of the seven taps; `address` is where the answers go. Nothing is preselected."""
    return {
        "address": address,
        "form": form,
        "signs": SIGNS.values(),
        "chosen": form["signs"].value() if form is not None else [],
        "none_chosen": form is not None and bool(form["none"].value()),
        "scale": PAIN_SCALE,
        "pain": form["pain"].value() if form is not None else None,
        "ill_question": VERY_ILL,
        "very_ill": form["very_ill"].value() if form is not None else None,
        "ill_answers": YES_NO_UNSURE,
    }


def read_back(form: CheckForm, address: str) -> dict[str, Any]:
    """The page on which a sign is read back before it counts (amendments 2)."""
    chosen = form.cleaned_data["signs"]
    return {
        "address": address,
        "signs": [SIGNS[sign] for sign in chosen],
        "very_ill": form.cleaned_data["very_ill"] if "R5" in chosen else "",
        "ill_question": VERY_ILL,
        "ill_label": dict(YES_NO_UNSURE).get(form.cleaned_data["very_ill"], ""),
        "pain": form.cleaned_data["pain"],
    }
