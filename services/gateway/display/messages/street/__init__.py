"""What the pages of the street say: jobs, what waits, and what a telephone takes in."""
