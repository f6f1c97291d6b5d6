"""The views of the credit page, a module each: columns, rows, the line above, where a row leads."""
