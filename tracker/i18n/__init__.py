"""The office's languages: messages, plurals, dates and numbers."""
