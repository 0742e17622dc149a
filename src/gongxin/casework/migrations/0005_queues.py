"""What queues ask: which cases were taken past a late source, and the open ones from the oldest on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0004_open_by_source"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="step",
            index=models.Index(fields=["move", "case"], name="step_by_move"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["closed_on", "opened_on"], name="open_by_day"),
        ),
    ]
