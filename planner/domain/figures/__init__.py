"""The figures of the whole book (指标): debt ratios (负债率), utilisation (使用率), lenders (机构数)."""
