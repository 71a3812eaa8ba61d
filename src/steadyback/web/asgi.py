import os

from django.core.asgi import get_asgi_application

from steadyback.web.body_limit import limit_body

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "steadyback.web.settings")
application = limit_body(get_asgi_application())
