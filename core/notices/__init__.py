"""The privacy notice: the text in force, its history, who has read it, who agrees."""
