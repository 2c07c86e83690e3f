"""Reports of units up the chain: who owes one, what it says, what was submitted, accepted and compiled (S0-35)."""
