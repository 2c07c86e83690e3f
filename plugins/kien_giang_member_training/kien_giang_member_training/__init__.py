"""The member-training programme of Kiên Giang, 2015–2017: data only (pack.toml), no hooks."""
