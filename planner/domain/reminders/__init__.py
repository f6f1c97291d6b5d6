"""Reminders (提醒): the rules and the days on which they call."""
