"""Papers made of templates: the fields a template may use, the judgement of what it says, and the Word file itself."""
