"""Page 2 and the screens and forms of one loan."""
