"""Commands: the face that operators and programs use."""
