"""Django settings. What a deployment may change comes from the environment and is listed in docs/running.md."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from steadyback.web.data_folder import data_folder, secret_key
from steadyback.web.database import database
from steadyback.web.static_files import add_headers

BASE = Path(__file__).resolve().parent
DATA = data_folder()

SECRET_KEY = secret_key(DATA)
# A clinic names the function that gives what was written between a person and their team.
WORDS_OF = ""
DEBUG = False
PORT = int(os.environ.get("STEADYBACK_PORT", "8000"))
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "csp",
    "django_vite",
    "steadyback.web.apps.WebConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "steadyback.web.static_files.StaticFiles",
    "csp.middleware.CSPMiddleware",
    "steadyback.web.middleware.Permissions",
    "steadyback.web.middleware.SameOriginOnly",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "steadyback.web.middleware.StorageFaults",
    "steadyback.web.emergency_lock.EmergencyLock",
]
ROOT_URLCONF = "steadyback.web.urls"
PERSON_OF = "steadyback.web.access.only_person"
CLINIC = False
ASGI_APPLICATION = "steadyback.web.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "steadyback.web.page_context.page_context",
            ],
        },
    },
]

DATABASES = {"default": database(os.environ.get("STEADYBACK_DATABASE", ""), DATA)}

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE.parent / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = BASE / "static"
SCRIPTS_OF_PACKAGES: tuple[str, ...] = ()
DJANGO_VITE = {
    "default": {
        "manifest_path": STATIC_ROOT / "build" / "manifest.json",
        "static_url_prefix": "build",
    },
}
SERVESTATIC_AUTOREFRESH = False
SERVESTATIC_MAX_AGE = 0
SERVESTATIC_ADD_HEADERS_FUNCTION = add_headers
SERVESTATIC_ALLOW_ALL_ORIGINS = False
SERVESTATIC_KEEP_ONLY_HASHED_FILES = False

# The live coach's models are those of the video room; the folder's name is the version of the package they come from.
POSE_MODELS = BASE.parent / "video" / "models"
POSE_MODELS_URL = "/static/pose-models/0.5.1675469404/"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF, "blob:"],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_NAME = "steadyback_csrf"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
