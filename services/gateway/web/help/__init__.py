"""Help where a question arises: ways out of problems, what words mean, the first day of each role."""
