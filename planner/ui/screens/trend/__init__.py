"""Page 4: the figures month by month."""
