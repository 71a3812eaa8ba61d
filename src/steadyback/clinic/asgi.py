import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

from steadyback.web.body_limit import limit_body

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "steadyback.clinic.settings")
_pages = get_asgi_application()

from steadyback.clinic.live.sockets import live_application  # noqa: E402 (models need Django to be set up)

application = ProtocolTypeRouter({"http": limit_body(_pages), "websocket": live_application()})
