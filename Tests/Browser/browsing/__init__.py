"""A real browser through the built program: used by the browser tests and by scripts/screenshots."""
