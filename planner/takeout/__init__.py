"""Everything that can be taken out, whatever its format: one table, asked by the command and by the app."""
