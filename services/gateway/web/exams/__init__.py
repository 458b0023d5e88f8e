"""Examinations in the browser: what one may sit, sitting it, what came of it."""
