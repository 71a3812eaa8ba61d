"""Clearance: the clinician's answer, the patient's own page, and what opens by a link."""

from django.urls import path

from steadyback.clinic.views import clearance, clearance_check, clearance_link, clearance_own, sheet

urlpatterns = [
    path("clearance/", clearance_own.clearance, name="clearance"),
    path("clearance/ask/<uuid:relation_id>/", clearance_own.ask, name="clearance_ask"),
    path("clearance/link/", clearance_own.link, name="clearance_link"),
    path("clearance/asked/<uuid:request_id>/cancel/", clearance_own.cancel, name="clearance_ask_cancel"),
    path("clearance/check/", clearance_check.clearance_check, name="clearance_check"),
    path("clearance/key/", clearance_link.clearance_key, name="clearance_key"),
    path("clearance/status/<uuid:clearance_id>/", clearance_link.clearance_status, name="clearance_status"),
    path("clearance/<uuid:clearance_id>/pdf/", clearance_own.clearance_pdf, name="clearance_pdf"),
    path("clearance/<uuid:clearance_id>/json/", clearance_own.clearance_json, name="clearance_json"),
    path("answer/<str:secret>/", clearance_link.answer_link, name="answer_link"),
    path("people/<uuid:person_id>/sheet/", sheet.person_sheet, name="person_sheet"),
    path("people/<uuid:person_id>/looked-at/", sheet.person_looked_at, name="person_looked_at"),
    path("people/<uuid:person_id>/clearance/", clearance.person_clearance, name="person_clearance"),
    path("people/<uuid:person_id>/clearance/<uuid:clearance_id>/end/", clearance.end, name="person_clearance_end"),
    path(
        "people/<uuid:person_id>/clearance/<uuid:clearance_id>/pdf/",
        clearance.person_clearance_pdf,
        name="person_clearance_pdf",
    ),
    path(
        "people/<uuid:person_id>/clearance/<uuid:clearance_id>/json/",
        clearance.person_clearance_json,
        name="person_clearance_json",
    ),
]
