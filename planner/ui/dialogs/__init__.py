"""Dialogs that ask and dialogs that explain: a question before what cannot be taken back, and help."""
