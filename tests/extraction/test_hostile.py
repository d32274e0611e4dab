"""Whatever a document holds, extraction ends, quickly, with a result of the promised shape."""

import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extraction import Hints, extract
from extraction.labels import find, find_similar

from .page import line

SECONDS = 5.0  # for a whole hostile document; a usual page takes a hundredth

words = st.sampled_from(
    ["Total", "Rechnung Nr.", "TVA", "GST", "IBAN", "Date", "12.00", "1.234,50 €", "RM",
     "31/12/2024", "Bill to", "Description", "Qty", "Amount", "-", "(", "%", "DE136695976", "GmbH",
     "Cash", "Change", "Rounding", "0", "€"]
)  # fmt: skip
texts = st.one_of(
    st.text(max_size=60),
    st.lists(words, max_size=8).map(" ".join),
    st.lists(words, max_size=8).map("".join),
)
coordinates = st.floats(-5000, 5000, allow_nan=False)
polygons = st.one_of(
    st.lists(st.tuples(coordinates, coordinates), min_size=4, max_size=4),
    st.builds(
        lambda x, y, w, h: [[x, y], [x + w, y], [x + w, y + h], [x, y + h]],
        st.integers(0, 1500), st.integers(0, 2000), st.integers(1, 900), st.integers(1, 60),
    ),
)  # fmt: skip
lines = st.fixed_dictionaries(
    {"text": texts, "confidence": st.floats(0, 1), "polygon": polygons, "source": st.just("ocr")}
)
answers = st.lists(st.lists(lines, max_size=40), max_size=3).map(
    lambda pages: {
        "pages": [
            {"number": number, "width": 1654, "height": 2339, "dpi": 200.0, "lines": page}
            for number, page in enumerate(pages, start=1)
        ]
    }
)
relaxed = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@relaxed
@given(answers)
def test_any_document_gives_a_result(answer):
    result = extract(answer, hints=Hints("DE136695976", "Kunden AG", "DE", "EUR")).to_dict()
    assert result["document_type"] in ("invoice", "credit_note", "receipt")
    json.dumps(result)
    for field in result["fields"].values():
        if field is not None:
            assert field["value"]
            assert 0 < field["confidence"] < 1


keys = st.sampled_from(["pages", "lines", "text", "polygon", "number", "confidence", "width"])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(keys, children, max_size=4),
    max_leaves=20,
)


@relaxed
@given(st.dictionaries(st.sampled_from(["pages", "engine"]), json_values))
def test_any_json_gives_a_result(answer):
    assert extract(answer).to_dict()["document_type"]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
def test_labels_stand_where_they_say(text):
    for hit in (*find(text), *find_similar(text)):
        assert 0 <= hit.start < hit.end <= len(text)


@pytest.mark.parametrize(
    "text",
    ["1" * 5000, "1," * 2500, "1 " * 2500, "Total " * 900, "a-" * 2500, "12/" * 1700,
     "DE1 " * 1300, "(" * 5000,
     "A. " * 1700, "within " * 800, "netto 1" * 700, "0.0.0" * 900, "IBAN" * 1250,
     "- " * 2500, "·" * 5000],
)  # fmt: skip
def test_long_lines_take_no_time(text):
    answer = {"pages": [{"number": 1, "width": 1654, "height": 2339, "lines": [
        line(text[offset:], 10 + offset, 30.0 * offset, 1500) for offset in range(60)
    ]}]}  # fmt: skip
    began = time.process_time()
    extract(answer)
    assert time.process_time() - began < SECONDS


@pytest.mark.slow
@pytest.mark.parametrize("step", [0.0, 3.0, 30.0])
def test_many_lines_take_little_time(step):
    page = {"number": 1, "width": 1654, "height": 2339, "lines": [
        line(f"Total {index}.00 Datum 01.02.2024 Qty Amount", 10 + (index % 7) * 200, step * index)
        for index in range(1500)
    ]}  # fmt: skip
    began = time.process_time()
    extract({"pages": [page]})
    assert time.process_time() - began < SECONDS
