from django.urls import path

from steadyback.web.views import measures, morning, progress

urlpatterns = [
    path("progress/", progress.progress, name="progress"),
    path("progress/morning/", morning.morning, name="morning"),
    path("progress/morning/<str:on>/", morning.morning, name="morning_of"),
    path("progress/measures/", measures.measures, name="measures"),
    path("progress/measures/now/", measures.measure_now, name="measure_now"),
    path("progress/measures/total/", measures.measure_total, name="measure_total"),
    path("progress/measures/<uuid:score_id>/remove/", measures.measure_remove, name="measure_remove"),
]
