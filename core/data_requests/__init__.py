"""What people ask about their own data, and the answers they get."""
