"""What is taken out, read by the programs that people have: ``python -m tests.readers``. Outside the suite."""
