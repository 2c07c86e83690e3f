"""Units, people and positions from a workbook: read, judged row by row, carried out at once, undone as a whole."""
