"""Who looks after whom in a branch: committee members who follow members, members who help members (S4-45)."""
