"""What is known, read once and asked by every screen and command; no words, no writes."""
