"""The words of the check before every session (specification 1.7) and of the questions that may follow it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from steadyback.records.session import StopAnswer

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Sign:
    """One of the seven taps. read_back completes "You said:"."""

    id: str
    label: Text
    read_back: Text


SIGNS: Mapping[str, Sign] = {
    sign.id: sign
    for sign in (
        Sign(
            "R1",
            _("A change in peeing, in my bowels, or in the feeling between my legs"),
            _("Your pee, your bowels or the feeling between your legs has changed."),
        ),
        Sign(
            "R2",
            _("Pain, numbness or weakness in both legs, or a leg that is getting weaker"),
            _("Both legs are affected, or a leg is getting weaker."),
        ),
        Sign("R3", _("New numbness in a leg or foot"), _("You have new numbness in a leg or foot.")),
        Sign(
            "R4",
            _("Chest pain, feeling faint, or short of breath"),
            _("You have chest pain, feel faint, or are short of breath."),
        ),
        Sign("R5", _("A fever, or I feel very unwell"), _("You have a fever or feel very unwell.")),
        Sign("R6", _("A hard fall or a blow since last time"), _("You had a hard fall or a blow since last time.")),
        Sign(
            "R7",
            _("Pregnant, or a new illness, operation or medicine since last time"),
            _("You are pregnant, or have a new illness, operation or medicine since last time."),
        ),
    )
}
# Asked after R5; the programme takes it as A09.
VERY_ILL = _("Do you also have shaking chills or confusion, or do you feel very ill?")
PAIN_SCALE = tuple(range(11))
# After STOP, when nobody answered it then (amendments 4); in the order of the session page.
FELT_ANSWERS: Mapping[str, Text] = {
    StopAnswer.BREAK.value: _("I needed a break"),
    StopAnswer.CRAMP.value: _("A cramp"),
    StopAnswer.MORE_PAIN.value: _("More back pain"),
    StopAnswer.SHARP_OR_SPREADING.value: _("Sharp pain, or pain that spreads"),
    StopAnswer.NUMB_OR_WEAK.value: _("Numb or weak"),
    StopAnswer.CHEST_FAINT_BREATHLESS.value: _("Chest pain, faint or very breathless"),
    StopAnswer.FELL.value: _("I fell"),
    StopAnswer.PREGNANCY_OR_BULGE.value: _("A pregnancy sign, or my tummy bulged"),
}
