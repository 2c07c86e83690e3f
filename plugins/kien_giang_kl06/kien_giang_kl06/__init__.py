"""The rules of Kiên Giang for KL06, 2019–2022: data only, see pack.toml."""
