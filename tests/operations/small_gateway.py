"""A gateway of twenty lines: answers /readyz.

Arguments: `stubborn` ignores SIGTERM; `never` is never ready; `damaged` says so of the worker's storage.
"""

import http.server
import json
import os
import signal
import sys


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        ready = not {"never", "damaged"}.intersection(sys.argv)
        self.send_response(200 if ready else 503)
        self.end_headers()
        worker = {"ready": ready} | ({"storage": ["worker.db: table x: torn"]} if "damaged" in sys.argv else {})
        services = {"gateway": {"ready": True}, "worker": worker}
        self.wfile.write(json.dumps({"ready": ready, "services": services}).encode())

    def log_message(self, *_: object) -> None:
        """Says nothing."""


if "stubborn" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
host, _, port = os.environ["HTTP_ADDRESS"].rpartition(":")
http.server.ThreadingHTTPServer((host, int(port)), Handler).serve_forever()
