"""When the money does not suffice: what is missing, what helps, who gets how much."""
