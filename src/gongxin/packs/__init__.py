"""The law itself, as data. Each folder is a pack; ``README.md`` tells how to read one."""
