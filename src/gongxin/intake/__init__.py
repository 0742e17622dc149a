"""Intake: from a file of a department to accepted, held and rejected rows with a receipt."""
