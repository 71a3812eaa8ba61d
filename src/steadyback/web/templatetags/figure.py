"""What a page with a figure says to it: `{% figure_assets %}` once, and `{{ id|still_url }}` for a picture."""

from collections.abc import Collection

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString

from steadyback.web import figure_assets as assets

register = template.Library()


@register.simple_tag
def figure_assets(shown: Collection[str] | None = None) -> SafeString:
    return json_script(assets.figure_assets(shown), "figure-assets")


@register.filter
def still_url(exercise_id: str) -> str:
    return assets.still_url(exercise_id)
