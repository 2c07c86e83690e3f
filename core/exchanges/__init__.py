"""The months between: talks with each member, what is hard for him, and what is done about it (S4-41, S4-44, S4-57)."""
