"""Forms: their fields, their layout, their drafts."""
