"""Keeping: directives, events, meetings and units, so that nothing acknowledged is lost."""
