"""Directives in Kazakh sentences; `sentence` is the door, the words are in `kk.toml`."""
