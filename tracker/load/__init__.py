"""From bytes to drafts: one module a format; a bad row is a value and ends no good one."""
