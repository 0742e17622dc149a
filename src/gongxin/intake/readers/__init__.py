"""Reading what departments hand in: one module a format, all yielding chunks of text cells with row numbers.

A file is told by its content, not by its name. What cannot be read at all is an :class:`gongxin.errors.InputError`;
what cannot be read in one row is a rejected row with its number.
"""
