"""Numbers as workbooks: the facts and gaps of a measure, rankings, indicators, changes."""
