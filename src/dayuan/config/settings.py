"""Django's settings; what differs between installations comes from the environment."""

import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from dayuan.config import environment as env

PACKAGE = Path(__file__).resolve().parent.parent
HOME = env.home()

DEBUG = env.flag("DAYUAN_DEBUG")
DEMO = env.flag("DAYUAN_DEMO")
SECRET_KEY = env.secret_key(HOME)
ALLOWED_HOSTS = env.words("DAYUAN_HOSTS", default="localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("DAYUAN_ORIGINS")
HTTPS = env.flag("DAYUAN_HTTPS")
#: The address that stands on QR labels; empty where nobody has said yet.
PUBLIC_URL = env.address("DAYUAN_PUBLIC_URL")
#: Whether the web server hands /live/ to `dayuan live`; without it pages ask now and then.
LIVE = env.flag("DAYUAN_LIVE")
#: Seconds between two questions of a page that has no stream.
POLL_SECONDS = env.number("DAYUAN_POLL_SECONDS", default=30, least=2)
#: What inside may be reached by messages that leave the house: nothing, unless listed.
OUTWARD_ALLOWED = env.targets("DAYUAN_OUTWARD_ALLOWED")
#: Gateways inside that stand for the robots' own hosts: ``feishu=https://10.20.0.5:8443``.
OUTWARD_GATEWAYS = env.gateways("DAYUAN_OUTWARD_GATEWAYS")
#: A file of certificates that inside servers show.
OUTWARD_CA = os.environ.get("DAYUAN_OUTWARD_CA", "")
#: Web servers that may say from where somebody asks; with TLS, one on this machine.
PROXIES = env.words("DAYUAN_PROXIES", default="127.0.0.1,::1" if HTTPS else "")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "dayuan.platform.ui",
    "dayuan.platform.accounts",
    "dayuan.platform.access",
    "dayuan.platform.audit",
    "dayuan.platform.attachments",
    "dayuan.platform.documents",
    "dayuan.platform.jobs",
    "dayuan.platform.notices",
    "dayuan.platform.offline",
    "dayuan.platform.imports",
    "dayuan.platform.lists",
    "dayuan.platform.rest",
    "dayuan.platform.search",
    "dayuan.reference.plans",
    "dayuan.reference.sites",
    "dayuan.reference.people",
    "dayuan.resources.rosters",
    "dayuan.resources.equipment",
    "dayuan.work",
    "dayuan.services.desk",
    "dayuan.services.handover",
    "dayuan.services.callout",
    "dayuan.insight",
    "dayuan.config",
]

MIDDLEWARE = [
    "dayuan.config.operations.proxy.ProxiedAddress",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "dayuan.config.operations.middleware.DatabaseAway",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "dayuan.config.operations.middleware.BodyLimit",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "dayuan.platform.accounts.middleware.SessionLimits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dayuan.platform.attachments.unwanted.UnwantedGone",
    "dayuan.reference.sites.reading.OneReading",
    "dayuan.platform.audit.middleware.Refusals",
    "dayuan.platform.access.middleware.ActorOfRequest",
]

ROOT_URLCONF = "dayuan.config.urls"
WSGI_APPLICATION = "dayuan.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "dayuan.platform.ui.context.frame",
                "dayuan.platform.offline.context.phone",
            ],
        },
    }
]
FORM_RENDERER = "dayuan.platform.ui.forms.Renderer"

DATABASES = {"default": env.database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- who is who ------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["dayuan.platform.accounts.backends.StaffNumberOrPhone"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("staff_number", "phone")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:login"
#: Where the program begins when it is opened from a phone's screen.
PHONE_START = "work:mine"

#: Days that counts of wrong tries are kept after the last one; the count of a day
#: needs one. They hold digests, never a name.
TRIES_KEPT_DAYS = env.number("DAYUAN_TRIES_KEPT_DAYS", default=7, least=2)

# --- sessions ----------------------------------------------------------------
SESSION_COOKIE_NAME = "__Host-dayuan" if HTTPS else "dayuan"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
#: Minutes without a request after which a session ends, and its life at most.
SESSION_IDLE_MINUTES = 30
SESSION_LIFE_MINUTES = 12 * 60
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False

# --- browser rules -------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

# --- words and times -----------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "dayuan_language"
LANGUAGE_COOKIE_AGE = 365 * 86400
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- files -----------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = HOME / "files"
#: What one person may upload on a day, and what may hang on all records of a site.
FILES_A_DAY = env.number("DAYUAN_FILES_A_DAY_MB", default=500, least=20) * 1024**2
FILES_OF_SITE = env.number("DAYUAN_FILES_OF_SITE_GB", default=100, least=1) * 1024**3
#: The largest body there is: one file and the form around it, as in deploy/nginx.
BODY_BYTES = 25 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# A handbook is uploaded as all its files at once.
DATA_UPLOAD_MAX_NUMBER_FILES = 200

# --- work after the commit ---------------------------------------------------------
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["fast", "heavy"],
    }
}

# --- logs: what happened, never about whom -------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "dayuan.config.operations.logs.OneLine",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}},
}
