"""The main screen that holds the pages, the first start, the change log."""
