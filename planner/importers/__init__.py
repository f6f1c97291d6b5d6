"""Files brought in: bytes in, rows with their meaning out; one module a format, ``readers`` lists them."""
