"""Cash (现金): what comes in and goes out by day, the balance that is left, and what of it is free until payday."""
