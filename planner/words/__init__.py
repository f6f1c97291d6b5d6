"""Values of the core in sentences, in the language in use: what screens, commands and texts share."""
