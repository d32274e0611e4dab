import datetime

import pytest

from extraction import dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("19/10/2018", "2018-10-19"),
        ("20-02-18", "2018-02-20"),
        ("31.01.2018", "2018-01-31"),
        ("9/2/2017", "2017-02-09"),
        ("2018-03-04", "2018-03-04"),
        ("2018/3/4 12:00", "2018-03-04"),
        ("20180925", "2018-09-25"),
        ("10 Mar 2018 18:24", "2018-03-10"),
        ("10MAR2018", "2018-03-10"),
        ("04-Feb-18", "2018-02-04"),
        ("Mar 10, 2018", "2018-03-10"),
        ("04:54 pm, 27 March, 2018", "2018-03-27"),
        ("06-05-201812:43:19", "2018-05-06"),
        ("2703/2018", "2018-03-27"),
        ("ORD #7 -TILL#12- 21/03/2018 19:53:23", "2018-03-21"),
        ("5. März 2018", "2018-03-05"),
        ("1er mars 2018", "2018-03-01"),
        ("17 août 2021", "2021-08-17"),
        ("5 de mayo de 2018", "2018-05-05"),
        ("12 maggio 2019", "2019-05-12"),
        ("3 maart 2020", "2020-03-03"),
        ("8 de março de 2022", "2022-03-08"),
        ("14 Juli 2026", "2026-07-14"),
        ("13 Agustus 2026", "2026-08-13"),
        ("31 Ogos 2018", "2018-08-31"),
        ("03/25/2024", "2024-03-25"),
        ("O3/05/2018", "2018-05-03"),
        ("l2/11/20I8", "2018-11-12"),
    ],
)
def test_reads_a_date(text, expected):
    assert [f.date.isoformat() for f in dates.find(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "12:43:19",
        "32/13/2018",
        "03-7735 8169",
        "1.234,50",
        "192.168.0.1",
        "No. 5",
        "99/99/99",
        "12345678",
    ],
)
def test_other_numbers_are_no_dates(text):
    assert dates.find(text) == ()


def test_keeps_both_readings_where_day_and_month_can_be_exchanged():
    (found,) = dates.find("03/04/2024")
    assert (found.date, found.other) == (datetime.date(2024, 4, 3), datetime.date(2024, 3, 4))


def test_a_time_beside_the_date_is_noted():
    (found,) = dates.find("19/10/2018 20:49:59")
    assert found.timed
