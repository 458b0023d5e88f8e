"""What the pages of lists do beside showing them."""
