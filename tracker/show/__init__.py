"""From answers to what a person or a program reads: tables, plain text, CSV, JSON."""
