"""Page 8: the weekly review."""
