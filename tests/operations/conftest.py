from tests.broker import broker_uri

__all__ = ["broker_uri"]
