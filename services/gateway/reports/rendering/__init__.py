"""A report as it is read: as a Word file, as a PDF, and as a page, all from the same blocks."""
