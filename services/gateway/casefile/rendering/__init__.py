"""From a filled document to what people have of it: the blocks that stand in it, a page to print, and PDF."""
