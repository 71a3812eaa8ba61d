"""Settings of a clinic: the personal product with accounts before it. What a deployment may change: docs/clinic.md."""

import os
from urllib.parse import urlsplit

from steadyback.clinic.logs import logging_of
from steadyback.web.settings import *  # noqa: F403
from steadyback.web.settings import ALLOWED_HOSTS, BASE, INSTALLED_APPS, MIDDLEWARE, PORT, TEMPLATES

CLINIC = True
# The address that people open, with its scheme: cookies, passkeys and invitation links follow it.
ADDRESS = os.environ.get("STEADYBACK_ADDRESS", f"http://localhost:{PORT}").rstrip("/")
_SECURE = ADDRESS.startswith("https://")
ALLOWED_HOSTS = sorted({*ALLOWED_HOSTS, urlsplit(ADDRESS).hostname or "localhost"})
BEHIND_PROXY = os.environ.get("STEADYBACK_BEHIND_PROXY") == "1"
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Browsers that came by https come by nothing else for a year.
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _SECURE else 0
LOG = os.environ.get("STEADYBACK_LOG", "text")
LOGGING = logging_of(LOG)
REDIS_URL = os.environ.get("STEADYBACK_REDIS", "")

# The clinic's templates come first: it shows its own navigation and its own way to a specialist's answer.
INSTALLED_APPS = [
    "steadyback.clinic.apps.ClinicConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    *INSTALLED_APPS,
]
_AFTER_CSRF = MIDDLEWARE.index("django.middleware.csrf.CsrfViewMiddleware") + 1
_BEFORE_LOCALE = MIDDLEWARE.index("django.middleware.locale.LocaleMiddleware")
MIDDLEWARE = [
    "steadyback.clinic.logs.RequestLog",
    *MIDDLEWARE[:_BEFORE_LOCALE],
    "django.contrib.sessions.middleware.SessionMiddleware",
    *MIDDLEWARE[_BEFORE_LOCALE:_AFTER_CSRF],
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "steadyback.clinic.sign_ins.SignInsSeen",
    "steadyback.clinic.gatekeeper.Gatekeeper",
    *MIDDLEWARE[_AFTER_CSRF:],
]
TEMPLATES = [
    {
        **TEMPLATES[0],
        "OPTIONS": {
            "context_processors": [
                *TEMPLATES[0]["OPTIONS"]["context_processors"],  # type: ignore[index]
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "steadyback.clinic.page_context.page_context",
            ]
        },
    }
]
SCRIPTS_OF_PACKAGES = ("account", "mfa")
ROOT_URLCONF = "steadyback.clinic.urls"
ASGI_APPLICATION = "steadyback.clinic.asgi.application"
PERSON_OF = "steadyback.clinic.access.own_person"
WORDS_OF = "steadyback.clinic.words_written.words_written"

AUTH_USER_MODEL = "clinic.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "steadyback.clinic.joining.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "steadyback.clinic.joining.NameForm"
# An invitation proves who somebody is; a clinic without outgoing e-mail works as well.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = False
# Five wrong passwords for one address shut it for five minutes; thirty a minute from one place shut that place.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,5/5m/key", "login": "60/m/ip", "signup": "60/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "SteadyBack"
MFA_FORMS = {"add_webauthn": "steadyback.clinic.passkey_form.PasskeyForm"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _SECURE
USERSESSIONS_TRACK_ACTIVITY = True
# Nothing is ever sent; see `forgotten`.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
PASSWORD_RESET_TIMEOUT = 24 * 3600

SESSION_COOKIE_NAME = "steadyback_session"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SECURE
SESSION_COOKIE_AGE = 14 * 24 * 3600
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}
LOCALE_PATHS = [BASE.parent / "locale"]
