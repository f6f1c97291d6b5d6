"""The full-screen app. Screens show; services change; the domain computes."""
