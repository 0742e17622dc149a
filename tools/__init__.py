"""What developers run on the source itself."""
