"""A request's id: taken if it is sane, there until the answer is sent, gone afterwards."""

from __future__ import annotations

import pytest

from logs import request_id


@pytest.mark.parametrize("given", ["request-of-tests", "a-b_c.d.", "x" * 64])
def test_a_sane_one_is_taken(given):
    assert request_id.accepted({"HTTP_X_REQUEST_ID": given}) == given


@pytest.mark.parametrize(
    "given",
    [None, "", "short", "x" * 65, "a b c d e", "12345678\n", "é" * 9, 'a"b"c"d"e', b"12345678"],
)  # fmt: skip
def test_another_is_replaced(given):
    made = [request_id.accepted({"HTTP_X_REQUEST_ID": given}) for _ in range(2)]
    assert given not in made
    assert made[0] != made[1]
    assert all(len(one) == 32 and one.isalnum() for one in made)


def test_it_is_there_until_the_body_is_closed():
    seen = []

    class Body:
        def __iter__(self):
            seen.append(request_id.current())
            yield b"part"

        def close(self):
            seen.append(request_id.current())

    def app(_environ, _start_response):
        seen.append(request_id.current())
        return Body()

    body = request_id.traced(app)({"HTTP_X_REQUEST_ID": "request-of-tests"}, None)
    assert list(body) == [b"part"]
    body.close()
    assert seen == ["request-of-tests"] * 3
    assert request_id.current() == ""


def test_a_plain_body_needs_no_close():
    body = request_id.traced(lambda *_: [b"whole"])({}, None)
    assert list(body) == [b"whole"]
    assert request_id.current()
    body.close()
    assert not request_id.current()
