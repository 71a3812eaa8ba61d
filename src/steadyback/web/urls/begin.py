"""The first minute."""

from django.urls import path

from steadyback.web.views import begin

urlpatterns = [
    path("begin/", begin.begin, name="begin"),
    path("begin/country/", begin.country, name="begin_country"),
    path("begin/rehearsal/", begin.rehearsal, name="rehearsal"),
    path("begin/safety-card/", begin.card, name="begin_card"),
]
