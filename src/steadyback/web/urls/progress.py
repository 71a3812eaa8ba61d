from django.urls import path

from steadyback.web.views import guided_tests, measures, morning, progress

urlpatterns = [
    path("progress/", progress.progress, name="progress"),
    path("progress/morning/", morning.morning, name="morning"),
    path("progress/morning/<str:on>/", morning.morning, name="morning_of"),
    path("progress/measures/", measures.measures, name="measures"),
    path("progress/measures/now/", measures.measure_now, name="measure_now"),
    path("progress/measures/total/", measures.measure_total, name="measure_total"),
    path("progress/measures/<uuid:score_id>/remove/", measures.measure_remove, name="measure_remove"),
    path("progress/tests/", guided_tests.guided_tests, name="guided_tests"),
    path("progress/tests/check/", guided_tests.before_tests, name="before_tests"),
    path("progress/tests/<slug:test_id>/", guided_tests.guided_test, name="guided_test"),
    path("progress/tests/<uuid:result_id>/remove/", guided_tests.guided_test_remove, name="guided_test_remove"),
]
