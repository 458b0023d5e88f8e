"""What a file says before anybody asks what it means: its sheets, rows and cells, what is hidden, what is merged."""
