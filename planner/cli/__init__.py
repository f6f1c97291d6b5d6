"""The command line: one parser, one module a command."""
