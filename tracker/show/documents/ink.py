"""The colour of each state on white paper, dark enough to be read."""

INK = {
    "overdue": "B3261E",
    "soon": "8A5A00",
    "waiting": "1F4E9E",
    "returned": "8E1F7A",
    "executed": "1B6B33",
    "withdrawn": "5F5F5F",
}
"""By the names of `tracker.show.page.STYLES`, as six hexadecimal digits."""
