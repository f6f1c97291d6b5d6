"""What would change (试算): paying early (提前还款), another rate (重定价)."""
