"""The texts in Chinese, one module a room; each has ``TEXTS`` by key."""
