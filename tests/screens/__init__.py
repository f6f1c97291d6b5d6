"""The pages as text: language and size, then a file a page. ``python -m tests.screens`` writes them anew."""
