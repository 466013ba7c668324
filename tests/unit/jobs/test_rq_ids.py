"""What comes out of Redis is not believed: it is one of our ids, or it is nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balcao.foundation.ids import new_id
from balcao.jobs.carry.rq_job import row_of, rq_id

ROW = "01a00000-0000-7000-8000-00000000000a"


@given(st.integers(0, 10**12))
def test_an_rq_id_leads_back_to_its_row(push):
    row = new_id()

    assert row_of(rq_id(row, push)) == row


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "1", "-1", ROW, f"{ROW}-", f"{ROW}--1", f"{ROW}-+1", f"{ROW}- 1", f"{ROW}-1 ",
        f"{ROW}-1\n", f"{ROW}-1.0", f"{ROW}-0x1", f"{ROW}-1_0", f"{ROW}-\u0661", f"{ROW}-\u00b2",
        f"{ROW}-1-1", f" {ROW}-1", f"{ROW.upper()}-1", f"{ROW.replace('-', '')}-1",
        f"{{{ROW}}}-1", f"urn:uuid:{ROW}-1", f"{ROW}\x00-1", f"{ROW}'--1", "x" * 10_000,
        "worker.run", "\ufffd\ufffd", f"{ROW}:1", "os.system-1",
    ],
)  # fmt: skip
def test_anything_else_is_not_ours(text):
    assert row_of(text) is None


@given(st.text(max_size=60))
def test_whatever_lies_in_redis_is_judged_without_an_error(text):
    assert row_of(text) is None


@given(st.binary(max_size=60))
def test_bytes_that_are_no_text_are_judged_without_an_error(data):
    assert row_of(data.decode(errors="replace")) is None
