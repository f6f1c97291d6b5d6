"""Parts that screens are made of; user text in them is never markup."""
