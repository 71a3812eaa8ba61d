"""Every address of a clinic: its own areas first, then the personal product's."""

from django.urls import URLPattern, URLResolver, include, path

from steadyback.clinic.views import home
from steadyback.clinic.views.accounts import SignIn, forgotten

AREAS: tuple[str, ...] = (
    "joining",
    "people",
    "work",
    "skeletons",
    "live",
    "care",
    "clearance",
    "alerts",
    "accounts",
    "health",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    *(path("", include(f"steadyback.clinic.urls.{area}")) for area in AREAS),
    path("accounts/login/", SignIn.as_view(), name="account_login"),
    path("accounts/password/reset/", forgotten, name="account_reset_password"),
    path("accounts/", include("allauth.urls")),
    path("", include("steadyback.web.urls")),
]

handler500 = "steadyback.web.storage_faults.server_error"
