"""HTTP, plain WSGI: requests, routes, permissions, tokens, forged forms, problems. It answers no address of its own."""
