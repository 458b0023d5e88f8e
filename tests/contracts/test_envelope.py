from __future__ import annotations

import datetime as dt

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import envelope
from contracts.envelope import Event
from contracts.errors import Unreadable

FIRST, LAST = dt.datetime(2000, 1, 1), dt.datetime(2100, 1, 1)  # noqa: DTZ001 -- hypothesis adds the zone
words = st.text(st.characters(codec="utf-8", exclude_characters=","), min_size=1, max_size=20)
numbers = st.integers(0, 2**31 - 1)
events = st.builds(
    Event,
    id=words,
    source=words,
    type=words,
    subject=words,
    unit=words,
    actor=words,
    evidencelevel=st.sampled_from(["E0", "E3"]),
    time=st.datetimes(FIRST, LAST, timezones=st.just(dt.UTC)),
    occurredon=st.dates(dt.date(1949, 10, 1), dt.date(2100, 1, 1)),
    recordversion=numbers,
    place=numbers,
    data=st.dictionaries(words, st.none() | st.booleans() | st.integers(-(2**53), 2**53) | words),
    counits=st.lists(words, max_size=3).map(tuple),
    correlationid=words,
    causationid=words,
    traceparent=words,
)


@given(events)
def test_what_was_written_is_read_and_the_bytes_stay(event: Event) -> None:
    body = envelope.encode(event)
    decoded_event = envelope.decode(body)
    assert decoded_event == event
    assert envelope.encode(decoded_event) is decoded_event.body


def test_it_is_a_structured_cloudevent() -> None:
    event = Event(
        "1",
        "/320205/x",
        "a.b.c.v1",
        "s",
        dt.datetime(2017, 3, 1, 2, tzinfo=dt.UTC),
        dt.date(2017, 3, 1),
        1,
        1,
        "DT",
        "a",
        "E0",
        {},
    )
    attributes = orjson.loads(envelope.encode(event))
    assert attributes["specversion"] == "1.0"
    assert attributes["time"] == "2017-03-01T02:00:00Z"
    assert all(name.isalnum() and name.islower() for name in attributes if name != "data")
    assert (event.register, event.record) == ("a.b", "a.b/s")


@given(st.binary(max_size=200))
def test_no_bytes_are_more_than_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        envelope.decode(body)


@pytest.mark.parametrize(
    "wrong",
    [
        {"time": "0001-01-01T00:00:00+14:00"},
        {"time": "9999-12-31T23:59:59-14:00"},
        {"recordversion": 2**31},
        {"place": 2**31},
        {"place": -1},
    ],
)
def test_what_no_clock_or_column_holds_is_unreadable(wrong: dict[str, object]) -> None:
    texts = dict.fromkeys(("id", "source", "type", "subject", "unit", "actor", "evidencelevel"), "a.b.c.v1")
    dates = {"time": "2017-03-01T02:00:00Z", "occurredon": "2017-03-01"}
    attributes = {"specversion": "1.0", **texts, **dates, "recordversion": 1, "place": 2**31 - 1, "data": {}}
    assert envelope.decode(orjson.dumps(attributes)).place == 2**31 - 1
    with pytest.raises(Unreadable):
        envelope.decode(orjson.dumps(attributes | wrong))
