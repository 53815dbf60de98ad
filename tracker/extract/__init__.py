"""From prose to candidate directives: pure functions of a text, its language data beside them."""
