"""Cash: the balance by day and by week, what was entered of it, and the forms for that."""
