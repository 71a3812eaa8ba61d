"""What a patient shows, to whom."""

from django.urls import path

from steadyback.clinic.views import care, care_log, erasing, whole_file

urlpatterns = [
    path("care/", care.care, name="care"),
    path("care/log/", care_log.care_log, name="care_log"),
    path("settings/data/whole/", whole_file.data_whole, name="data_whole"),
    path("settings/data/erase/", erasing.data_erase, name="data_erase"),
    path("care/invite/", care.invite, name="care_invite"),
    path("care/<uuid:relation_id>/", care.care_with, name="care_with"),
    path("care/<uuid:relation_id>/end/", care.care_end, name="care_end"),
]
