"""What the records say about a person's standing: one module per reason, thresholds from ``seeds/``, no score."""
