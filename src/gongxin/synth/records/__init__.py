"""What is recorded about the parties: one module a group of catalogue items, each a query over the table ``party``.

Everything follows from the party's conduct and from draws on the number of the record.
"""
