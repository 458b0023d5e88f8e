"""The peer that answers reads: FastAPI on uvicorn, one worker, serving bytes from memory to a known bearer."""

from __future__ import annotations

import os
from pathlib import Path

from fastapi import FastAPI, Request, Response

app = FastAPI(openapi_url=None)
_body = Path(os.environ["BENCH_BODY"]).read_bytes()
_bearers = {f"Bearer {os.environ['BENCH_TOKEN']}": "auditor"}  # a look-up: no signature to check, as for our warm token
_headers = {
    "Content-Type": "application/json",
    "Cache-Control": "private, no-cache",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Authorization, Cookie",
    "ETag": '"bench"',
}


@app.get("/v1/progress")
async def progress(request: Request) -> Response:
    """The whole view."""
    if request.headers.get("authorization") not in _bearers:
        return Response(status_code=401)
    return Response(_body, headers=_headers)


@app.get("/readyz")
async def ready() -> Response:
    """Whether it answers."""
    return Response()
