"""What survives, in one SQLite file: rows, the journal of changes, backups, drafts; rows never leave this package."""
