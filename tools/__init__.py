"""Programs of developers: what writes data that is committed. Nothing that runs imports them."""
