"""The log of changes to accounts, which the database itself keeps from being changed: a table remade by a later
migration loses its triggers on SQLite, and has to be given them again (``guard``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

if TYPE_CHECKING:
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_GUARDS = {
    "sqlite": (
        "CREATE TRIGGER account_change_kept_{event} BEFORE {event} ON accounts_accountchange "
        "BEGIN SELECT RAISE(ABORT, 'changes of accounts are only added'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION account_change_kept() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'changes of accounts are only added' USING ERRCODE = '23001'; END $$",
        "CREATE TRIGGER account_change_kept_{event} BEFORE {event} ON accounts_accountchange "
        "FOR EACH ROW EXECUTE FUNCTION account_change_kept()",
    ),
}


def guard(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Have the database refuse to change or delete a row."""
    for event in ("update", "delete"):
        for statement in _GUARDS[schema_editor.connection.vendor]:
            schema_editor.execute(statement.format(event=event))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_consents_and_queries"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("change", models.CharField(max_length=32)),
                ("detail", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes_made",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["at"], name="account_change_by_moment")]},
        ),
        migrations.RunPython(guard, migrations.RunPython.noop),
    ]
