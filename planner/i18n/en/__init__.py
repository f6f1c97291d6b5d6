"""The texts in English, one module a room; each has ``TEXTS`` by key."""
