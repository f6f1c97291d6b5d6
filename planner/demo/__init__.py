"""The demo person: a book of realistic data made up to the day it is opened."""
