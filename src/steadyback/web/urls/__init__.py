"""Every address of the product. One module per area."""

from django.urls import URLPattern, URLResolver, include, path

from steadyback.web.views import home, safety_card

AREAS: tuple[str, ...] = (
    "library",
    "article",
    "settings",
    "begin",
    "screening",
    "clearance",
    "week",
    "progress",
    "session",
    "camera",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("safety-card/", safety_card.safety_card, name="safety_card"),
    *(path("", include(f"steadyback.web.urls.{area}")) for area in AREAS),
]

handler500 = "steadyback.web.storage_faults.server_error"
