"""What is owed on a day (账目): records applied to what falls due, one module a kind of account."""
