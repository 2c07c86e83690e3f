"""Uploaded packs: rule packs of pure data that a tenant brings along, for itself alone."""
