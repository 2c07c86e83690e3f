"""The rules of the school year 2020–2021 at ĐHKT: data only (pack.toml), no hooks."""
