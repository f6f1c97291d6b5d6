"""Builders that tests of all rooms share."""
