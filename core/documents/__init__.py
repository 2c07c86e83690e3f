"""Official documents of a unit on a programme: what is read for them, and what the office types into them."""
