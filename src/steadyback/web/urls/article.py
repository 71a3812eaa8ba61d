from django.urls import path

from steadyback.web.views import article

urlpatterns = [path("article/", article.article, name="article")]
