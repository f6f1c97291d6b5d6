"""Cases: deadlines, status, close-outs."""
