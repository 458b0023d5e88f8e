"""The demo's synthetic people, signed in."""

from __future__ import annotations

from dataclasses import replace

from operations.base.environment import Environment
from operations.client import client
from operations.client.client import Client
from operations.client.sign_in import LIFETIME
from operations.demo.people import SyntheticPost
from services.chassis.base import clock
from services.gateway.http import bearer_tokens
from services.gateway.http.bearer_tokens import Bearer


def as_person(environment: Environment, post: SyntheticPost) -> Client:
    """A client in which a synthetic person is signed in, in one of their posts. Raises Away."""
    bearer = Bearer(post.person, post.role, post.unit)
    token = bearer_tokens.issue(bearer_tokens.key(environment.home), bearer, clock.now(), LIFETIME)
    return replace(client.connect(environment), token=token)
