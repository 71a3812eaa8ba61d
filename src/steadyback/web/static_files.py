"""Static files: pages' assets, the pose models and scripts of packages, with the headers that they need."""

import re
from pathlib import Path
from typing import Any, Final
from wsgiref.headers import Headers

from django.apps import apps
from django.conf import settings
from servestatic.middleware import ServeStaticMiddleware

NAMED_BY_CONTENT: Final = re.compile(r"/static/(build/assets/.+-[\w-]{8}\.\w+|build/coach/.+|pose-models/.+)")
"""Hashed by the build, or in a folder that carries the version of its package."""

WORKERS_POLICY: Final = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
"""A worker's policy comes with its own script. Ours run WebAssembly and talk to nobody but this server."""


class StaticFiles(ServeStaticMiddleware):  # type: ignore[misc]  # it comes without types
    """Serves STATIC_ROOT and, beside it, the pose models where set-up has built them and what packages bring."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if Path(settings.POSE_MODELS).is_dir():
            self.add_files(str(settings.POSE_MODELS), prefix=settings.POSE_MODELS_URL)
        for package in settings.SCRIPTS_OF_PACKAGES:
            folder = Path(apps.get_app_config(package).path) / "static"
            self.add_files(str(folder), prefix=settings.STATIC_URL)

    def immutable_file_test(self, path: str, url: str) -> bool:
        """Whether a browser may keep it for good."""
        return NAMED_BY_CONTENT.fullmatch(url) is not None


def add_headers(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Content-Security-Policy"] = WORKERS_POLICY
