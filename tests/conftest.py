"""Fixtures that every room's tests share. Take the smallest one that has what the test needs."""
