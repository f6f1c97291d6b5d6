"""What is typed before a screen is ready, and full-width letters of a Chinese input method."""
