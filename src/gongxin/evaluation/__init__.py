"""Evaluation: a model of a pack compiled to SQL, run bucket by bucket, and explained record by record."""
