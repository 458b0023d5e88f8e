"""The cluster that the tests of this folder share, brought up from nothing once."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from tests.cluster.stack import BASES, ClusterStack, cluster
from tests.compose import stack as stacks


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClusterStack]:
    """The cluster, ready; whatever becomes of it, nothing of it stays."""
    for name in ("COMPOSE_FILE", "COMPOSE_PROFILES", "CAMPAIGN_PULL_POLICY", "PUBLIC_URL"):
        os.environ.pop(name, None)
    stacks.need_engine()
    for image in BASES:
        if not stacks.has_image(image):
            pytest.skip(f"no image {image}: docker pull, or deploy/airgap/images where no registry is reached")
    with cluster(tmp_path_factory.mktemp("cluster")) as running:
        began = time.monotonic()
        running.compose("build", "--quiet")
        built = time.monotonic()
        running.up()
        running.took = {"images built": built - began, "from nothing to ready": time.monotonic() - built}
        yield running
