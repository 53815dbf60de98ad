"""Directives in Russian sentences; `sentence` is the door, the words are in `ru.toml`."""
