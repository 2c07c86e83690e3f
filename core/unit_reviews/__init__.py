"""Rounds about units: the unit above reviews the units below it (S1-21)."""
