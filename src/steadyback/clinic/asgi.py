import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "steadyback.clinic.settings")
_pages = get_asgi_application()

from steadyback.clinic.live.sockets import live_application  # noqa: E402 (models need Django to be set up)

application = ProtocolTypeRouter({"http": _pages, "websocket": live_application()})
