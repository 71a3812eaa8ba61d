"""`{{ "left"|side_words }}`: the side of a test in words."""

from django import template

from steadyback.web.testing_today import side_words as words

register = template.Library()


@register.filter
def side_words(side: str) -> str:
    return words(side)
