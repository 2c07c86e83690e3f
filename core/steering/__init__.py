"""Chỉ đạo: what the centre asks of provinces by a day, its notes about them, comparisons that it hands out to them."""
