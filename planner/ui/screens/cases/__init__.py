"""Page 6: cases and what is left after paying off; one case with its rounds, events and papers."""
