"""Provinces compared by what they publish (domain.md §7): never a record of a person, always with the group's size."""
