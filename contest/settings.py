"""All settings of the site. What varies between installations comes from the environment, by typed readers.

docs/operations.md lists every variable. `manage.py check --deploy` refuses mixes unsafe in production.
"""

from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from environ import Env

from contest.environment import Environment
from contest.logs import logging_settings
from contest.sign_in import allauth_providers, ways_in

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
    # Before the contest, which takes their pages out of the spare key again.
    "django.contrib.auth",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "arena.apps.ArenaConfig",
    "contest.apps.ContestConfig",
    "contest.apps.SpareKeyConfig",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.kakao",
    "allauth.socialaccount.providers.naver",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "contest.web.content_policy.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
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
    # The statements of a vote (arena/queries/statements.py) are kept prepared; Django's own never are.
    DATABASES["default"].setdefault("OPTIONS", {})["prepare_threshold"] = 5
    # Under ASGI every request runs in a thread of its own, so connections must be kept in a pool, not with the thread.
    DATABASES["default"]["OPTIONS"]["pool"] = {
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
# Files of a million rows are written by a process of their own, so that no battle waits behind one.
CELERY_TASK_ROUTES = {"contest.exports.tasks.make_export": {"queue": "exports"}}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"

# Streaming: how a turn is run. docs/operations.md explains each figure.
ARENA_FRAME_MILLISECONDS = environment.whole("ARENA_FRAME_MILLISECONDS", 100, least=20, most=1000)
ARENA_RELEASE_HOLD_MILLISECONDS = environment.whole("ARENA_RELEASE_HOLD_MILLISECONDS", 1500, least=0, most=10_000)
ARENA_RELEASE_BYTES_PER_SECOND = environment.whole("ARENA_RELEASE_BYTES_PER_SECOND", 150, least=45, most=1_000_000)
ARENA_RELEASE_FIXED = environment.flag("ARENA_RELEASE_FIXED", False)
ARENA_TURNS_PER_WORKER = environment.whole("ARENA_TURNS_PER_WORKER", 250, least=1, most=5000)
ARENA_SLOTS_PER_ENTRANT = environment.whole("ARENA_SLOTS_PER_ENTRANT", 100, least=1, most=5000)
ARENA_MOST_WAITING = environment.whole("ARENA_MOST_WAITING", 1000, least=1, most=100_000)
# A worker beats six times within it; less than 6 s would end the battles of one that is merely busy.
ARENA_STALLED_AFTER = timedelta(seconds=environment.whole("ARENA_STALLED_SECONDS", 30, least=6, most=600))

# Hosts whose endpoints may have a private address and be asked without TLS.
ARENA_ENDPOINT_HOSTS = environment.words("ARENA_ENDPOINT_HOSTS", ["127.0.0.1", "localhost"] if EMBEDDED else [])

# A file with other rules against harmful content; empty for those that come with the engine.
ARENA_CONTENT_RULES = environment.text("ARENA_CONTENT_RULES", "")
# The dotted path of a classifier that judges beside the rules; empty for none. It runs here: nothing is sent elsewhere.
ARENA_CONTENT_CLASSIFIER = environment.text("ARENA_CONTENT_CLASSIFIER", "")

# Who runs this contest and how to reach them; it stands at the foot of every page.
OPERATOR = {"ko": environment.text("OPERATOR_KO", ""), "en": environment.text("OPERATOR_EN", "")}
OPERATOR_CONTACT = environment.text("OPERATOR_CONTACT", "")

# Taking part. docs/operations.md says what each limit is for.
BATTLES_PER_MINUTE = environment.whole("BATTLES_PER_MINUTE", 6, least=1, most=100_000)
NETWORK_BATTLES_PER_MINUTE = environment.whole("NETWORK_BATTLES_PER_MINUTE", 60, least=1, most=1_000_000)
PROOF_AFTER_BATTLES = environment.whole("PROOF_AFTER_BATTLES", 3, least=0, most=1_000_000)
PROOF_AFTER_NETWORK_BATTLES = environment.whole("PROOF_AFTER_NETWORK_BATTLES", 60, least=0, most=1_000_000)
PROOF_ROUNDS = environment.whole("PROOF_ROUNDS", 5000, least=100, most=100_000)
NETWORK_VOTES_PER_DAY = environment.whole("NETWORK_VOTES_PER_DAY", 300, least=0, most=1_000_000)
# Networks without limits: the machine itself in the embedded run.
UNLIMITED_NETWORKS = environment.words("UNLIMITED_NETWORKS", ["127.0.0.0/8", "::1/128"] if EMBEDDED else [])
# How many proxies of ours stand in front. With a wrong number anybody can pretend to come from anywhere.
TRUSTED_PROXIES = environment.whole("TRUSTED_PROXIES", 0, least=0, most=10)

# Signing in: django-allauth talks to the services, contest/web/accounts.py keeps a keyed hash and nothing else.
WAYS_IN = ways_in(environment)
REHEARSAL_SIGN_IN = environment.flag("REHEARSAL_SIGN_IN", EMBEDDED)
SOCIALACCOUNT_PROVIDERS = allauth_providers(WAYS_IN)
SOCIALACCOUNT_ADAPTER = "contest.web.accounts_adapter.SignInAdapter"
SOCIALACCOUNT_ONLY = True
SOCIALACCOUNT_STORE_TOKENS = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*"]
LOGIN_URL = "sign-in"
# What an organiser's authenticator app calls this site.
OTP_TOTP_ISSUER = environment.text("SECOND_FACTOR_ISSUER", "AI Contest")

# Who is told of findings and failing endpoints; nobody by default. EMAIL_URL such as smtp+tls://user:password@host:587.
ORGANISER_EMAILS = environment.words("ORGANISER_EMAILS", [])
ORGANISER_WEBHOOK = environment.text("ORGANISER_WEBHOOK", "")
ORGANISER_WEBHOOK_KEY = environment.text("ORGANISER_WEBHOOK_KEY", "")
vars().update(Env.email_url_config(environment.text("EMAIL_URL", "consolemail://")))
DEFAULT_FROM_EMAIL = environment.text("EMAIL_FROM", "contest@localhost")
EMAIL_TIMEOUT = 10

# The API, contest/api. Limits hold for each web process.
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["contest.api.access.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["contest.api.access.HasScope"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_RATES": {
        "public": f"{environment.whole('API_PUBLIC_PER_MINUTE', 120, least=1, most=1_000_000)}/min",
        "token": f"{environment.whole('API_TOKEN_PER_MINUTE', 600, least=1, most=1_000_000)}/min",
    },
    "EXCEPTION_HANDLER": "contest.api.problems.handle",
    "NUM_PROXIES": TRUSTED_PROXIES,
    # `?format=` says which files are wanted, not how an answer is written.
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Citizens' AI contest",
    "DESCRIPTION": "Stages, teams, boards and open data of the contest. docs/api.md shows how to use it.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "contest.api.documented.with_errors",
    ],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    "ENUM_NAME_OVERRIDES": {
        "StageState": "contest.api.serializers.STATES",
        "ExportState": "contest.api.serializers.EXPORT_STATES",
        "StageKind": "contest.api.serializers.KINDS",
        "PublicData": "arena.queries.exports.DATA",
        "OrganisersData": "contest.queries.exports.EXPORTS",
    },
}

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
EXPORTS_DIR = Path(environment.text("EXPORTS_DIR", str(VAR_DIR / "exports")))
# Under which terms the open data may be used; it stands beside every file.
DATA_LICENCE = environment.text("DATA_LICENCE", "CC-BY-4.0")
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
PASSWORD_LEAST_CHARACTERS = 12
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": PASSWORD_LEAST_CHARACTERS},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logging_settings(level=environment.text("LOG_LEVEL", "INFO"))
