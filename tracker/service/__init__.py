"""What people do, as plain functions: `verb(store, …, by)`. Any Python program can call them."""
