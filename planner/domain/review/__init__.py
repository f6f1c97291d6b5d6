"""The weekly review (每周复盘): its stages, its week, its summary and how that is kept."""
