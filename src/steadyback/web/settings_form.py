"""What a person may set for themselves, as a form. Impossible values are refused at their field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from steadyback.records.clearance import Policy
from steadyback.records.person import PainMode, PersonalSettings
from steadyback.web.emergency_numbers import countries

UNKNOWN = _("This is not one of the choices on this page. Please choose again.")
ASKED = _("Please choose one.")
VOICE_RATES = (
    (0.7, _("Very slow")),
    (0.85, _("Slow")),
    (1.0, _("Normal")),
    (1.15, _("Quick")),
    (1.3, _("Very quick")),
)


@dataclass(frozen=True, slots=True)
class Option:
    """One way of a clinical setting: what it is called, what it means, and whether it is the default."""

    value: str
    title: str
    meaning: tuple[str, ...]
    default: bool = False


def policy_options() -> tuple[Option, ...]:
    """The two ways of clearance (specification 3.3 and 5 row 1)."""
    return (
        Option(
            Policy.STRICT.value,
            gettext("See a spine specialist first"),
            (gettext("Exercise opens once a specialist has agreed. This is what the article asks of everyone."),),
            default=True,
        ),
        Option(
            Policy.SCREEN.value,
            gettext("Start when the safety questions are clear"),
            (
                gettext(
                    "The article asks you to see a spine specialist first. That is a good idea if any answer is yes, "
                    "if you are unsure, or if you would feel safer."
                ),
                gettext("If every answer is no, guidelines say you can start gently now."),
            ),
        ),
    )


def pain_options() -> tuple[Option, ...]:
    """The two ways of answering pain during exercise (specification 3.6 and 5 row 3)."""
    return (
        Option(
            PainMode.BRIEF_STRICT.value,
            gettext("Stop early"),
            (
                gettext("Stop if pain climbs more than a point, is sharp, or spreads."),
                gettext("This stays closest to the article, which says to stop when it hurts."),
            ),
            default=True,
        ),
        Option(
            PainMode.MONITORED.value,
            gettext("Watch and go on"),
            (
                gettext("Pain up to 5 out of 10 is allowed if it settles by the next morning."),
                gettext("Choose this only when your clinician or trainer has told you to."),
            ),
        ),
    )


def _choices(options: tuple[Option, ...]) -> list[tuple[str, str]]:
    return [(option.value, option.title) for option in options]


def _country_choices() -> list[tuple[str, str]]:
    return [(one.code, f"{gettext(one.name)} ({one.number})") for one in countries().values()]


def _zone_choices() -> list[tuple[str, str]]:
    """Zones by region and city, UTC first; the old names without a region are left out."""
    named = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in named)]


def _hour_choices() -> list[tuple[int, str]]:
    return [(hour, f"{hour:02d}:00") for hour in range(24)]


class SettingsForm(forms.Form):
    """The settings of one person and their time zone."""

    policy = forms.ChoiceField(choices=lambda: _choices(policy_options()), error_messages={"required": ASKED})
    pain_mode = forms.ChoiceField(choices=lambda: _choices(pain_options()), error_messages={"required": ASKED})
    country = forms.ChoiceField(label=_("Your country"), choices=_country_choices, error_messages={"required": ASKED})
    zone = forms.ChoiceField(label=_("Your time zone"), choices=_zone_choices, error_messages={"required": ASKED})
    voice_on = forms.BooleanField(label=_("Speak the exercises aloud"), required=False)
    tones_on = forms.BooleanField(label=_("Play soft tones"), required=False)
    voice_rate = forms.TypedChoiceField(label=_("Speed of the voice"), choices=VOICE_RATES, coerce=float)
    quiet_from_hour = forms.TypedChoiceField(label=_("Quiet from"), choices=_hour_choices, coerce=int)
    quiet_until_hour = forms.TypedChoiceField(label=_("Quiet until"), choices=_hour_choices, coerce=int)

    def __init__(self, *args: Any, kept: PersonalSettings | None = None, **kwargs: Any) -> None:
        """kept: what carers decide stays as it is in these, and is not asked."""
        super().__init__(*args, **kwargs)
        self.kept = kept
        if kept is not None:
            del self.fields["policy"], self.fields["pain_mode"]
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField):
                field.error_messages["invalid_choice"] = UNKNOWN
                field.error_messages["required"] = ASKED
            if self.is_bound and name in self.errors:
                field.widget.attrs.update({"aria-invalid": "true", "aria-describedby": f"id_{name}_error"})

    @classmethod
    def showing(cls, settings: PersonalSettings, zone: str, kept: PersonalSettings | None = None) -> "SettingsForm":
        """The form with what is set now."""
        shown: Mapping[str, object] = {
            "policy": settings.policy.value,
            "pain_mode": settings.pain_mode.value,
            "country": settings.country,
            "zone": zone,
            "voice_on": settings.voice_on,
            "tones_on": settings.tones_on,
            "voice_rate": settings.voice_rate,
            "quiet_from_hour": settings.quiet_from_hour,
            "quiet_until_hour": settings.quiet_until_hour,
        }
        return cls(initial=dict(shown), kept=kept)

    def settings(self) -> PersonalSettings:
        """The valid form as a record."""
        found = self.cleaned_data
        return PersonalSettings(
            policy=self.kept.policy if self.kept else Policy(found["policy"]),
            pain_mode=self.kept.pain_mode if self.kept else PainMode(found["pain_mode"]),
            country=found["country"],
            voice_on=found["voice_on"],
            tones_on=found["tones_on"],
            voice_rate=found["voice_rate"],
            quiet_from_hour=found["quiet_from_hour"],
            quiet_until_hour=found["quiet_until_hour"],
        )
