"""What is true of directives, whatever the file, the clock, the screen or the language."""
