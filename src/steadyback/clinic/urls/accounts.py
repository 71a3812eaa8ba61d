"""One's own account, and the operator's list of all."""

from django.urls import path

from steadyback.clinic.views import accounts, addresses

urlpatterns = [
    path("account/", accounts.account, name="account"),
    path("account/address/", addresses.own_address, name="account_own_address"),
    path("clinic/accounts/", accounts.accounts, name="accounts"),
    path("clinic/accounts/<uuid:user_id>/", accounts.account_of, name="account_of"),
    path("clinic/accounts/<uuid:user_id>/address/", addresses.account_address, name="account_address"),
    path("clinic/accounts/<uuid:user_id>/roles/", accounts.account_roles, name="account_roles"),
]
