"""Which order of payments serves a goal best, and how far from the best it can be."""
