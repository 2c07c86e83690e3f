"""The cadre model of Kiên Giang, 2023, over KL06: data only (pack.toml), no hooks."""
