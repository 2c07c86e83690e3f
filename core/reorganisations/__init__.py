"""Reorganisations: units merged, split or dissolved with their people and sheets; tried, carried out, undone."""
