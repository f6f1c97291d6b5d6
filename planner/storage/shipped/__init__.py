"""What ships with the app in ``seeds/``: lenders and products, rules and lists about credit."""
