"""Power cuts on a disk that writes down every write and every flush."""
