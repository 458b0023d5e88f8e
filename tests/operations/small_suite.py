"""A suite of small real processes; argument: JSON with `commands` and, to save a test's time, bounds."""

import json
import sys

from operations.base.environment import Environment
from operations.base.errors import OperatorError
from operations.broker import broker
from operations.suite import home, suite

options = json.loads(sys.argv[1])
home.SERVICES_GRACE = options.get("grace", home.SERVICES_GRACE)
suite.READY_WITHIN = options.get("ready_within", suite.READY_WITHIN)


def find(environment: Environment) -> broker.Broker:
    """The real broker where the test asks for it, else one that nobody calls."""
    return broker.find(environment) if options.get("broker") else broker.External("amqp://u:secret@127.0.0.1:1/")


try:
    suite.Suite(Environment.load(), options["commands"], find, lambda: "the link").run()
except OperatorError as trouble:
    sys.stderr.write(f"{trouble}\n")
    sys.exit(trouble.code)
