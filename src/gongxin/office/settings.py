"""Django's settings, read from the environment that :func:`gongxin.office.setup.open_office` prepares.

``GONGXIN_HOME`` is the workspace, ``GONGXIN_DATABASE_URL`` the office database (SQLite in the workspace if not set),
``GONGXIN_HOSTS`` the host names under which the pages may be asked for, ``GONGXIN_SECURE=1`` says that they are served
over HTTPS, ``GONGXIN_SECOND_FACTOR=optional`` that those who decide need no second factor. docs/office.md tells what
each is for.
"""

from __future__ import annotations

import os
from pathlib import Path

from gongxin.office.database import database_settings
from gongxin.office.environment import hosts, second_factor_required, secure
from gongxin.office.log import logging_settings
from gongxin.office.secret import secret_key

_HOME = Path(os.environ.get("GONGXIN_HOME", ".")).absolute()
_PACKAGE = Path(__file__).parents[1]
_FOLDER = _HOME / "office"

DATABASES = {"default": database_settings(os.environ.get("GONGXIN_DATABASE_URL"), _FOLDER)}
SECRET_KEY = secret_key(_FOLDER)
DEBUG = False
ALLOWED_HOSTS = hosts(os.environ.get("GONGXIN_HOSTS"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "gongxin.office.apps.Office",
    "gongxin.exchange.apps.Exchange",
    "gongxin.accounts.apps.Accounts",
    "gongxin.casework.apps.Casework",
    "gongxin.pages.apps.Pages",
    "gongxin.portal.apps.Portal",
    "gongxin.workbench.apps.Workbench",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "gongxin.pages.security.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gongxin.pages.choosing_language.LanguageOfAccount",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gongxin.pages.errors.Refusals",
]
ROOT_URLCONF = "gongxin.site.urls"
WSGI_APPLICATION = "gongxin.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongxin.pages.context.page",
            ]
        },
    }
]

AUTH_USER_MODEL = "accounts.Account"
LOGIN_URL = "workbench:sign-in"
CHOOSE_ANOTHER_URL = "workbench:password"  # where somebody goes whose password was set by somebody else
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "gongxin.accounts.passwords.NotAnIdentifier"},
]
OTP_TOTP_ISSUER = "Gongxin"
SECOND_FACTOR_REQUIRED = second_factor_required(os.environ.get("GONGXIN_SECOND_FACTOR"))

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [_PACKAGE / "pages" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

#: The tone in which pages show a message of each level (gongxin.pages.status.Tone), by Django's own numbers for them.
MESSAGE_TAGS = {10: "plain", 20: "plain", 25: "good", 30: "warn", 40: "bad"}

STATIC_URL = "static/"
STATIC_ROOT = None
# Files are found where the packages keep them: there is no step of collecting them, which could be forgotten.
WHITENOISE_USE_FINDERS = True

_SECURE = BEHIND_PROXY = secure(os.environ.get("GONGXIN_SECURE"))
_YEAR = 365 * 24 * 60 * 60  # seconds
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _SECURE
SECURE_HSTS_SECONDS = _YEAR if _SECURE else 0  # of this host; others under its domain are not ours to bind
# The prefix has browsers refuse a cookie that another host of the domain, or a page without HTTPS, would plant.
SESSION_COOKIE_NAME = "__Host-session" if _SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if _SECURE else "csrf"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 60 * 60  # seconds: a working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _SECURE else None
X_FRAME_OPTIONS = "DENY"
LOGGING = logging_settings()
CSRF_FAILURE_VIEW = "gongxin.pages.errors.form_out_of_date"
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024  # bytes
