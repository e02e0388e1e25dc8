"""All settings of the site. What varies between installations comes from the environment, by typed readers.

docs/operations.md lists every variable. `manage.py check --deploy` refuses mixes unsafe in production.
"""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from environ import Env

from contest.environment import Environment
from contest.logs import logging_settings

BASE_DIR = Path(__file__).resolve().parent.parent
environment = Environment()

# Where it runs.
# EMBEDDED is the one-command run: SQLite, a private Redis-compatible server, rehearsal entrants.
EMBEDDED = environment.flag("CONTEST_EMBEDDED", True)
DEBUG = environment.flag("DEBUG", False)
VAR_DIR = Path(environment.text("CONTEST_VAR_DIR", str(BASE_DIR / "var")))
# WhiteNoise looks for the folder of collected files when the site starts, also before anything was collected.
(VAR_DIR / "static").mkdir(parents=True, exist_ok=True)
EMBEDDED_SECRET_KEY = "embedded-run-only-this-key-protects-nothing-and-check-deploy-refuses-it"  # noqa: S105
SECRET_KEY = environment.text("SECRET_KEY", EMBEDDED_SECRET_KEY if EMBEDDED else None)
VOTER_KEY = environment.text("VOTER_KEY", SECRET_KEY)
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS", [])
HTTPS = environment.flag("CONTEST_HTTPS", not EMBEDDED)

# What it is made of.
INSTALLED_APPS = [
    "arena.apps.ArenaConfig",
    "contest.apps.ContestConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "rest_framework",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "contest.urls"
ASGI_APPLICATION = "contest.asgi.application"
AUTH_USER_MODEL = "contest.Citizen"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.i18n",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "contest.web.context.site",
            ]
        },
    }
]

# Where it keeps things.
DATABASES = {"default": Env.db_url_config(environment.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'contest.sqlite3'}"))}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE takes the write lock at BEGIN, so two writers queue instead of failing in the middle.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    # Under ASGI every request runs in a thread of its own, so connections must be kept in a pool, not with the thread.
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
        "min_size": 1,
        "max_size": environment.whole("DATABASE_POOL_SIZE", 16, least=1, most=500),
        "timeout": 10,
    }
REDIS_URL = environment.text("REDIS_URL", "redis://127.0.0.1:6379/0")

# Celery.
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_DEFAULT_QUEUE = "contest"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"

# Streaming: how a turn is run. docs/operations.md explains each figure.
ARENA_FRAME_MILLISECONDS = environment.whole("ARENA_FRAME_MILLISECONDS", 100, least=20, most=1000)
ARENA_RELEASE_BYTES_PER_SECOND = environment.whole("ARENA_RELEASE_BYTES_PER_SECOND", 150, least=45, most=1_000_000)
ARENA_TURNS_PER_WORKER = environment.whole("ARENA_TURNS_PER_WORKER", 250, least=1, most=5000)

# Hosts whose endpoints may have a private address and be asked without TLS.
ARENA_ENDPOINT_HOSTS = environment.words("ARENA_ENDPOINT_HOSTS", ["127.0.0.1", "localhost"] if EMBEDDED else [])

# Taking part.
BATTLES_PER_MINUTE = environment.whole("BATTLES_PER_MINUTE", 6, least=1, most=100_000)

# Languages: Korean first, English complete.
LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("한국어")), ("en", _("영어"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Seoul"
USE_TZ = True

# Files.
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "contest.web.storage.ModuleAwareStaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"

# Safety of the browser's side.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT", HTTPS)
SECURE_HSTS_SECONDS = environment.whole("SECURE_HSTS_SECONDS", 31_536_000 if HTTPS else 0, least=0, most=63_072_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
if environment.flag("BEHIND_TLS_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logging_settings(level=environment.text("LOG_LEVEL", "INFO"))
