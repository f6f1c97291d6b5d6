"""What a plan does month by month, and what each debt asks for in it."""
