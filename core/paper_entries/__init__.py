"""Sheets on paper, entered by the committee for a member of its own branch: channel, scans, who, and the answer."""
