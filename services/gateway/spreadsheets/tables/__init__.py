"""Where the table lies in a sheet as an office makes it: titles above, headings of several rows, notes below."""
