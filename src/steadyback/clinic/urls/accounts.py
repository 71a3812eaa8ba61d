"""One's own account, and the operator's list of all."""

from django.urls import path

from steadyback.clinic.views import accounts

urlpatterns = [
    path("account/", accounts.account, name="account"),
    path("clinic/accounts/", accounts.accounts, name="accounts"),
    path("clinic/accounts/<uuid:user_id>/roles/", accounts.account_roles, name="account_roles"),
]
