"""The calendar as the gateway has heard of it."""
