"""The command line: a module a command; parses, makes one call, shows the answer."""
