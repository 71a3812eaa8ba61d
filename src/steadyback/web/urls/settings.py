from django.urls import path

from steadyback.web.views import data, settings_page, team_words

urlpatterns = [
    path("settings/", settings_page.settings_page, name="settings"),
    path("settings/data/", data.data, name="data"),
    path("settings/data/export/", data.data_export, name="data_export"),
    path("settings/data/team/", team_words.team_words, name="team_words"),
    path("settings/data/import/", data.data_import, name="data_import"),
]
