"""The process of the tests has real threads: where its modules are patched, a server of a test would wait for ever."""

from __future__ import annotations

import _thread
import threading


def test_no_import_has_patched_the_threads_of_the_tests() -> None:
    assert threading._start_new_thread is _thread.start_new_thread  # type: ignore[attr-defined]
