"""A file of payments, looked at before it is taken over."""
