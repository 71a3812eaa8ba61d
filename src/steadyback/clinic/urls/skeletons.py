"""Recordings of a moving figure: kept by the person, looked at by them and by those to whom they show it."""

from django.urls import path

from steadyback.clinic.views import skeletons, skeletons_kept

_OF = "people/<uuid:person_id>/sessions/<uuid:session_id>/figure/"

urlpatterns = [
    path("api/sessions/<uuid:session_id>/figure/", skeletons_kept.keeping, name="api_session_skeleton"),
    path("api/sessions/<uuid:session_id>/figure/frames/", skeletons_kept.frames, name="api_session_skeleton_frames"),
    path("care/figure/", skeletons_kept.own_skeletons, name="own_skeletons"),
    path("care/figure/delete/", skeletons_kept.own_skeleton_delete, name="own_skeleton_delete"),
    path("session/<uuid:session_id>/figure/", skeletons.own_skeleton, name="own_skeleton"),
    path("session/<uuid:session_id>/figure/<int:number>/", skeletons.own_skeleton_part, name="own_skeleton_part"),
    path(_OF, skeletons.person_skeleton, name="person_skeleton"),
    path(f"{_OF}<int:number>/", skeletons.person_skeleton_part, name="person_skeleton_part"),
]
