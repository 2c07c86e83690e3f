"""The criteria of Bình Dương, reconstructed from an article of 2020: data only (pack.toml), no hooks."""
