"""The pages of programmes beside the one in force."""
