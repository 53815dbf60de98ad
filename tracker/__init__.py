"""Keeps a governor's directives on control: load, assign, update, report."""

__version__ = "0.1.0"
