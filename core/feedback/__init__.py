"""What members and youth say of a cadre, without their names (S0-22, S0-26; docs/decisions/0030)."""
