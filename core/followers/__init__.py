"""Who follows and guides whom through a programme: a member of the committee, or a member who helps (S4-45)."""
