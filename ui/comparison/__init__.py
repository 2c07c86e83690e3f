"""How a comparison of provinces is asked by address and shown: pure, no database (ui.md, blueprint 10)."""
