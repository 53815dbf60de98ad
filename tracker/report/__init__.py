"""Answers about many directives, computed for a day, as plain values."""
