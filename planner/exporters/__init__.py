"""Everything that is known, as text in a format that other programs read: one module a format."""
