"""The views of page 6."""
