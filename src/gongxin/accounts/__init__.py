"""People, their roles and departments; consents; who looked up whom."""
