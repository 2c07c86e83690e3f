"""Paper templates: the Word files and short texts that a tenant puts in the place of ours, with every version kept."""
