"""A person's own sheet given back with what is wrong in it marked, ready to be mended and sent again."""
