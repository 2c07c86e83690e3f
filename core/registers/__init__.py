"""The books of a programme (sổ theo dõi): entries about people or units, and their sums up the tree."""
