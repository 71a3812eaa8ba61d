from django.urls import path

from steadyback.web.views import data, settings_page

urlpatterns = [
    path("settings/", settings_page.settings_page, name="settings"),
    path("settings/data/", data.data, name="data"),
    path("settings/data/export/", data.data_export, name="data_export"),
    path("settings/data/import/", data.data_import, name="data_import"),
]
