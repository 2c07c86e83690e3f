"""People, the branch each belongs to and the positions each holds, all dated."""
