from django.urls import path

from steadyback.web.views import corrections, elsewhere, follows, marks, past, preferences, reviews, swaps, week, weekly

urlpatterns = [
    path("week/", week.week, name="week"),
    path("week/choices/", preferences.preferences, name="preferences"),
    path("week/questions/", weekly.weekly, name="weekly"),
    path("week/questions/<str:day>/", weekly.weekly, name="weekly_of"),
    path("week/flare-up/", marks.flare, name="flare"),
    path("week/ill/", marks.ill, name="ill"),
    path("week/away/", marks.away, name="away"),
    path("week/marks/<str:mark>/take-back/", marks.take_back, name="take_back"),
    path("week/move/<str:on>/", swaps.move, name="move"),
    path("week/swap/<slug:slot>/", swaps.swap, name="swap"),
    path("week/history/", past.history, name="history"),
    path("week/on/<str:on>/", past.past_day, name="past_day"),
    path("week/looked-at/", reviews.looked_at, name="looked_at"),
    path("week/told/<str:kind>/<uuid:entry_id>/", follows.follows, name="follows"),
    path("week/checks/<uuid:check_id>/", corrections.check_pain, name="check_pain"),
    path("week/elsewhere/", elsewhere.elsewhere, name="elsewhere"),
    path("week/elsewhere/<uuid:activity_id>/remove/", elsewhere.remove, name="elsewhere_remove"),
]
