"""What is written in a cell, as days, times, numbers and marks: pure functions of what stands there."""
