"""Page 7: reminders."""
