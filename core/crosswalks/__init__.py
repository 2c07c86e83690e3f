"""Bảng quy đổi: how the levels of every pack stand to the national four, as the centre decides it by version."""
