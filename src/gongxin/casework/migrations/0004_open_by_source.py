"""The open cases about records of a source: what a department's queue asks for, besides the cases that it decides."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0003_reminders_by_day"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["closed_on", "source"], name="open_by_source"),
        ),
    ]
