"""Asks many at the same time, each for two seconds: one that stands still keeps nobody waiting for the others."""

from __future__ import annotations

import http.client
import queue
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, TypeVar

import orjson

LIMIT = 2.0
"""Seconds in which an answer must be there; name servers take their part of it."""
Answer = TypeVar("Answer")


class NoAnswer(Exception):
    """Nothing came in time, or nothing that can be read."""


def fetch(place: str, path: str, *, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    """Status and body of an answer; with a body it is posted. Raises NoAnswer."""
    connection = http.client.HTTPConnection(place, timeout=LIMIT)
    try:
        connection.request("GET" if body is None else "POST", path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(str(error) or type(error).__name__) from None
    finally:
        connection.close()


def fetch_json(place: str, path: str, *, body: bytes | None = None, **headers: str) -> Any:
    """An answer that is JSON, whatever its status. Raises NoAnswer."""
    status, text = fetch(place, path, body=body, **headers)
    try:
        return orjson.loads(text)
    except ValueError:
        raise NoAnswer(f"HTTP {status}") from None


def ask_at_once(questions: Mapping[Any, Callable[[], Answer]], limit: float = LIMIT) -> dict[Any, Answer]:
    """The answers that came within the limit, by the names of their questions; without those that raised NoAnswer."""
    answers: queue.SimpleQueue[tuple[Any, Answer | None]] = queue.SimpleQueue()
    for name, question in questions.items():
        # A daemon: whoever waits for a name server cannot be interrupted, and must not keep the command from its end.
        threading.Thread(target=_answer, args=(answers, name, question), daemon=True).start()
    end, known = time.monotonic() + limit, dict[Any, Answer | None]()
    while len(known) < len(questions) and (left := end - time.monotonic()) > 0:
        with suppress(queue.Empty):
            name, answer = answers.get(timeout=left)
            known[name] = answer
    return {name: answer for name, answer in known.items() if answer is not None}


def _answer(answers: queue.SimpleQueue[Any], name: Any, question: Callable[[], Any]) -> None:
    answer = None
    with suppress(NoAnswer):
        answer = question()
    answers.put((name, answer))
