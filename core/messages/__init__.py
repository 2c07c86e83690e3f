"""What people are told, in the inbox and by letter: reminders before dates, news of what was done."""
