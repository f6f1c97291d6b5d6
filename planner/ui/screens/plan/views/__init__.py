"""The views of the plan page, a module each: columns, rows, what they say when empty, where a row leads."""
