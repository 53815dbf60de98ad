"""Answers as files that other programs open, one module a format."""
