"""One event is one line, and says which request and job it belongs to."""

import json
import logging
import sys

import pytest

from balcao.foundation.logs import JsonLines, TextLines, bind

FORGERIES = [
    "a\nb", "a\r\nb", "a\rb", "a\x1b[2Jb", "a\x9b31mb", "a\x85b", "a\u2028b", "a\u202eb",
    "a\udcffb", "a\U000e0041b", 'a\n{"level": "critical", "event": "all is lost"}',
]  # fmt: skip


def record(event, *args, exc_info=None):
    return logging.LogRecord("balcao.test", logging.WARNING, "file.py", 1, event, args, exc_info)


def failure():
    try:
        json.loads("first\nsecond")
    except ValueError:
        return sys.exc_info()


@pytest.mark.parametrize("value", FORGERIES)
def test_no_value_can_forge_a_line_of_json(value):
    with bind(kind=value):
        line = JsonLines().format(record("said %s", value))

    assert line.isprintable()
    assert json.loads(line)["event"] == f"said {value}"
    assert json.loads(line)["kind"] == value


@pytest.mark.parametrize("value", FORGERIES)
def test_no_event_can_forge_a_line_for_people(value):
    with bind(kind=value):
        line = TextLines().format(record("said %s", value))

    assert line.isprintable()
    assert line.count("a\\") == 2


@pytest.mark.parametrize("value", FORGERIES)
def test_no_trace_can_forge_a_line_for_people(value):
    error = (ValueError, ValueError(value), None)

    lines = TextLines().format(record("it failed", exc_info=error)).split("\n")

    assert all(line.isprintable() for line in lines)
    assert all(line.startswith("  ") for line in lines[1:])


def test_a_line_of_json_says_when_where_and_how_bad():
    line = json.loads(JsonLines().format(record("it happened")))

    assert line.keys() == {"at", "level", "logger", "event"}
    assert (line["level"], line["logger"]) == ("warning", "balcao.test")
    assert line["at"].endswith("+00:00")


def test_a_trace_stays_on_its_line_of_json():
    line = JsonLines().format(record("it failed", exc_info=failure()))

    assert "\n" not in line
    assert "\n" in json.loads(line)["trace"]


def test_bound_fields_are_on_every_line_of_their_block_only():
    with bind(request_id="r1"):
        with bind(job_id="j1"):
            inside = json.loads(JsonLines().format(record("event")))
        outside = json.loads(JsonLines().format(record("event")))

    assert (inside["request_id"], inside["job_id"]) == ("r1", "j1")
    assert "job_id" not in outside


def test_a_block_that_fails_takes_its_fields_along():
    with pytest.raises(ZeroDivisionError), bind(job_id="j1"):
        raise ZeroDivisionError

    assert "job_id" not in json.loads(JsonLines().format(record("event")))


def test_people_see_the_fields_behind_the_event():
    with bind(job_id="j1", kind="demo"):
        line = TextLines().format(record("event"))

    assert line.endswith("warning event  [job_id=j1 kind=demo]")
