"""The pages that anybody may read, and the one from which leaders open them."""
