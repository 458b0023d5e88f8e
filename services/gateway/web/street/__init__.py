"""The pages of the street, and the scripts that fill them in and keep what was entered."""
