"""What somebody keeps of lists."""
