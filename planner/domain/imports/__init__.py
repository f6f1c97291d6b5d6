"""Files of payments brought in (导入): rows, keys, refunds, and what each row means for the accounts."""
