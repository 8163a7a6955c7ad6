"""Django's settings, made from the Environment."""

import os
from typing import Any, cast

import dj_database_url
from django.utils.functional import SimpleLazyObject

from yunjian.kernel.addresses import networks

from .environment import ROOT, Environment

ENVIRONMENT = Environment.read()

# Made when it is first needed, not by every command.
SECRET_KEY: str = cast(str, SimpleLazyObject(ENVIRONMENT.signing_key))
SECRET_KEY_FALLBACKS = ENVIRONMENT.former_signing_keys()
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *filter(None, ENVIRONMENT.allowed_hosts.split(","))]

# The floors, lowest first.
FLOORS = (
    "kernel",
    "ui",
    "parties",
    "identity",
    "gateway",
    "materials",
    "certificates",
    "budgets",
    "projects",
    "cases",
    "services",
    "portal",
)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "pgtrigger",
    "procrastinate.contrib.django",
    *(f"yunjian.{floor}" for floor in FLOORS),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.idp.oidc",
    "yunjian.site.apps.SiteConfig",
]

MIDDLEWARE = [
    "yunjian.site.middleware.observed",
    "yunjian.site.protection.headed",
    "yunjian.kernel.kept.visitors",
    "yunjian.site.middleware.problem_details",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "yunjian.site.protection.bounded",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "yunjian.site.middleware.actor",
    "yunjian.identity.pages.gate.gate",
    "yunjian.site.middleware.refusals",
]

ROOT_URLCONF = "yunjian.site.urls"
WSGI_APPLICATION = "yunjian.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "yunjian.site.middleware.page_context",
            ],
            "builtins": ["django.templatetags.i18n", "yunjian.ui.templatetags.ui"],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or "postgresql://yunjian@127.0.0.1:1/yunjian",
        conn_health_checks=True,
    )
}
# A host that is cut off must not hold its locks: both ends give a silent connection up after about half a minute.
_SILENCE = {"keepalives": 1, "keepalives_idle": 15, "keepalives_interval": 5, "keepalives_count": 3}
_SILENCE_THERE = "tcp_keepalives_idle=15 tcp_keepalives_interval=5 tcp_keepalives_count=3 tcp_user_timeout=30000"
DATABASES["default"]["OPTIONS"] = {
    **_SILENCE,
    "tcp_user_timeout": 30_000,
    "connect_timeout": 10,
    "prepare_threshold": 5,  # asked so often, a statement of `kernel.compiled` is planned once for its connection
    "options": " ".join(f"-c {each}" for each in _SILENCE_THERE.split()),
    **DATABASES["default"].get("OPTIONS", {}),
    "pool": {"min_size": 1, "max_size": 12, "timeout": 15},
}
# One for all processes and hosts: the codes of OpenID Connect are given by one and taken back by another.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "site_cache"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "parties.Account"
CSRF_FAILURE_VIEW = "yunjian.site.errors.forbidden"
LOGIN_URL = "identity:login"
LOGIN_REDIRECT_URL = "portal:home"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "yunjian.identity.policy.Kinds"},
    {"NAME": "yunjian.identity.policy.NotTheName"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "yunjian.identity.policy.NotGuessed"},
    {"NAME": "yunjian.identity.policy.NotBreached"},
]
BREACHED_PASSWORDS = ENVIRONMENT.breached_list()

# Signing in: docs/decisions/0009-identity-is-a-floor.md
IS_DEMONSTRATION = ENVIRONMENT.is_demonstration
SECOND_FACTOR_REQUIRED = ENVIRONMENT.second_factor_required
SECOND_FACTOR_OF_EVERYBODY = ENVIRONMENT.second_factor == "everybody"
IDLE_MINUTES = ENVIRONMENT.idle_minutes
SESSION_ENGINE = "yunjian.site.sessions"
SESSION_HOURS = ENVIRONMENT.session_hours
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
PASSWORD_KINDS = ENVIRONMENT.password_kinds
PASSWORD_DAYS = ENVIRONMENT.password_days
LOCK_AFTER = ENVIRONMENT.lock_after
LOCK_AFTER_FROM_ADDRESS = ENVIRONMENT.lock_after_address
LOCK_MINUTES = ENVIRONMENT.lock_minutes
MODEL_URL, MODEL_NAME, MODEL_KEY = ENVIRONMENT.model_url, ENVIRONMENT.model_name, ENVIRONMENT.model_key
MODEL_SECONDS, MODEL_TOKENS = ENVIRONMENT.model_seconds, ENVIRONMENT.model_tokens
SMS_URL, SMS_KEY, SMS_SECRET = ENVIRONMENT.sms_url, ENVIRONMENT.sms_key, ENVIRONMENT.sms_secret

# django-allauth: its factors and its OpenID Connect on both sides; its own pages are not used.
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "yunjian.identity.actions.factors.Keeper"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = IS_DEMONSTRATION
SOCIALACCOUNT_ADAPTER = "yunjian.identity.pages.outside.Door"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "SCOPE": ["openid"],  # the subject is all that counts
        "APPS": [
            {
                "provider_id": "government",
                "name": ENVIRONMENT.oidc_title,
                "client_id": ENVIRONMENT.oidc_client,
                "secret": ENVIRONMENT.oidc_secret,
                "settings": {"server_url": ENVIRONMENT.oidc_url},
            }
        ]
        if ENVIRONMENT.oidc_url
        else [],
    }
}
IDP_OIDC_ADAPTER = "yunjian.identity.pages.provider.Issuer"
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 600

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

DATA_FOLDER = ENVIRONMENT.data_folder
METRICS_ALLOW = tuple(filter(None, ENVIRONMENT.metrics_allow.replace(" ", "").split(",")))
KEPT_BYTES = ENVIRONMENT.kept_megabytes * 1_000_000
METRICS_TOKEN = ENVIRONMENT.metrics_token
OTLP_ENDPOINT = ENVIRONMENT.otlp_endpoint
LEDGER_ORIGIN, WITNESSES = ENVIRONMENT.origin, ENVIRONMENT.witnesses
SIGNING_KEYS = ENVIRONMENT.signing_keys
PDF_CERTIFICATES = ENVIRONMENT.pdf_certificates
PUBLIC_URL = ENVIRONMENT.public_url.rstrip("/")
PKCS11_LIBRARY, PKCS11_PIN = ENVIRONMENT.pkcs11_library, ENVIRONMENT.pkcs11_pin
POSTGRES_PROGRAMS = ENVIRONMENT.postgres_programs

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data_folder / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_ROOT = ENVIRONMENT.data_folder / "files"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# The headers of every answer: yunjian/site/protection.py. Behind HTTPS cookies belong to this host alone.
HTTPS = ENVIRONMENT.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
_HOST = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_HOST}sessionid", f"{_HOST}csrftoken"
LANGUAGE_COOKIE_NAME = f"{_HOST}django_language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "yunjian.kernel.logs.JsonLines" if ENVIRONMENT.log_json else "yunjian.kernel.logs.Plain"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"procrastinate": {"level": "WARNING"}},
}

# Materials: docs/decisions/0029-materials-kept-once-and-encrypted.md
MATERIALS_STORE = ENVIRONMENT.one_of("materials_store", "disk", "s3")
MATERIALS_CIPHER = ENVIRONMENT.one_of("materials_cipher", "AES-256-GCM", "SM4-GCM")
MATERIALS_FOLDER = MEDIA_ROOT / "materials"
MATERIALS_KEYS = ENVIRONMENT.materials_keys
MATERIALS_KEY_FILE = ENVIRONMENT.materials_key_file
MATERIALS_S3 = {
    "endpoint": ENVIRONMENT.s3_endpoint,
    "bucket": ENVIRONMENT.s3_bucket,
    "region": ENVIRONMENT.s3_region,
    "key": ENVIRONMENT.s3_key,
    "secret": ENVIRONMENT.s3_secret,
}
CLAMD = ENVIRONMENT.clamd

REPOSITORY = ROOT

TRUSTED_PROXIES = networks(ENVIRONMENT.trusted_proxies.split(","))
OUTSIDE_NETWORKS = networks(ENVIRONMENT.outside_networks.split(","))
OUTSIDE_CERTIFICATES = ENVIRONMENT.outside_certificates
API_PER_MINUTE = ENVIRONMENT.api_per_minute
