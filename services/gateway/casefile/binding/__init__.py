"""The whole file of a case as one PDF: cover, index with page ranges, papers, evidence, every page numbered."""
