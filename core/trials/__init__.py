"""A draft of rules tried on the stored facts of a past year: who would have another level, and why (S4-49 … S4-52)."""
