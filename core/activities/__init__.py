"""Activities of units (hoạt động): planned by a committee, signed up for, and who was there."""
