"""Documents of others as text: a module a format."""
