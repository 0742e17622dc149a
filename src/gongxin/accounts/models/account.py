"""An account: who signs in, in which role, for which department or subject."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from gongxin.accounts.roles import Role
from gongxin.office.models import Department


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by the name they sign in with."""


class Account(AbstractBaseUser):
    """Somebody who signs in. ``subject_id`` is whom an agent or citizen acts for, ``consumer`` the code of the consumer
    (``exchange``) that an authorised user belongs to. ``password_given`` says that somebody else set the password: its
    owner has to choose another before anything else. ``language`` is that of the account's pages, empty where none was
    chosen."""

    username = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=32, choices=[(role.value, role.value) for role in Role])
    department = models.ForeignKey(Department, on_delete=models.PROTECT, null=True, blank=True)
    subject_id = models.CharField(max_length=64, blank=True, db_index=True)
    consumer = models.CharField(max_length=64, blank=True)
    is_active = models.BooleanField(default=True)
    password_set_at = models.DateTimeField(null=True, blank=True)
    password_given = models.BooleanField(default=False)
    language = models.CharField(max_length=16, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name", "role"]

    objects: AccountManager = AccountManager()

    def __str__(self) -> str:
        return self.username
