"""The question for a day that has come already, as forms about the past ask it."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _


class PastDayField(forms.DateField):
    """A day from `first` to `today`, both set by `between` once the form knows the person's own day.

    The form says in error_messages["too_early"] what is wrong with an earlier one.
    """

    widget = forms.DateInput(attrs={"type": "date"})
    default_error_messages = {
        "required": _("Choose a day."),
        "invalid": _("Choose a day."),
        "too_late": _("This day has not come yet. Choose today or an earlier day."),
    }
    first, today = date.max, date.min

    def between(self, first: date, today: date) -> None:
        self.first, self.today, self.initial = first, today, today
        self.widget.attrs.update(min=str(first), max=str(today))

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is not None and value > self.today:
            raise forms.ValidationError(self.error_messages["too_late"], "too_late")
        if value is not None and value < self.first:
            raise forms.ValidationError(self.error_messages["too_early"], "too_early")
