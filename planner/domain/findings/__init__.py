"""What the records say about a person's standing (发现): one module a finding, thresholds from ``seeds/``, no score."""
