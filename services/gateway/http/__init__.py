"""HTTP, plain WSGI: requests, routes, permissions, tokens, forged forms, problems; no address of its own."""
