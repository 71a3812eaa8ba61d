"""Whether this process runs, and whether it could serve somebody now. Tells nothing else: it is open to everybody."""

import time
from http import HTTPStatus

import redis
from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

ASKED_AGAIN_AFTER_S = 1.0
"""However often somebody asks, the database is asked once in this time by each process."""
REDIS_WAIT_S = 2.0

_last: tuple[float, dict[str, str]] | None = None


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks nothing and nobody."""
    return JsonResponse({"live": True})


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database and, where one is named, Redis answer; else 503 and which does not."""
    global _last
    now = time.monotonic()
    if _last is None or now - _last[0] > ASKED_AGAIN_AFTER_S:
        _last = (now, {"database": _database(), "redis": _redis()})
    parts = _last[1]
    is_ready = "away" not in parts.values()
    status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"ready": is_ready, **parts}, status=status)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "away"
    return "ok"


def _redis() -> str:
    if not settings.REDIS_URL:
        return "none"
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=REDIS_WAIT_S, socket_timeout=REDIS_WAIT_S
        ) as asked:
            asked.ping()
    except (redis.RedisError, OSError):
        return "away"
    return "ok"
