"""Page 5: findings, the credit file, why a line is not open."""
