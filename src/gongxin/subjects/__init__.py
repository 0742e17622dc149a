"""Credit subjects: their kinds, identifiers, names and regions."""
