"""Units of the tenant's tree: kinds and paths, names in Vietnamese order, changes dated, the tree on any day."""
