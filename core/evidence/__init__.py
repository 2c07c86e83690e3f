"""Evidence: the photos and PDFs with which a person shows what was done for a registered item (S4-46)."""
