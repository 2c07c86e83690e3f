"""A tenant's packs and its edits of them: enabled, drafted, published, restored (design.md §2)."""
