"""Which lines a bill gets, so that its totals are those of the document.

    read items add up to the untaxed amount     → the items, prices without tax
    read items add up to the total, tax included → the items, tax taken out of the prices
    they do not add up                           → one line for each tax rate
    nothing but a total                          → one line without tax, and a note

Everything is `Decimal` and pure; `unit` is the smallest amount of the currency (0.01, or 1).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from .notes import Note
from .read_bill import ReadBill, ReadLine

#: Differences of up to this many currency units are rounding, larger ones are errors of reading.
ROUNDING_UNITS = 5


@dataclass(frozen=True)
class PlannedLine:
    """A line to write. `price_unit` is without tax; `description` None means "a summary line"."""

    description: str | None
    quantity: Decimal
    price_unit: Decimal
    tax_percent: Decimal | None

    def subtotal(self, unit: Decimal) -> Decimal:
        return to_unit(self.quantity * self.price_unit, unit)


@dataclass(frozen=True)
class LinePlan:
    """The lines, the amounts they should lead to (None: not read), and what to tell the person."""

    lines: tuple[PlannedLine, ...] = ()
    untaxed: Decimal | None = None
    tax: Decimal | None = None
    total: Decimal | None = None
    rounding: Decimal = Decimal(0)
    notes: tuple[Note, ...] = ()


def to_unit(value: Decimal, unit: Decimal) -> Decimal:
    """`value` rounded half up to a multiple of `unit`."""
    return (value / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit


def plan_lines(
    bill: ReadBill, *, unit: Decimal = Decimal("0.01"), rates: Iterable[Decimal] = ()
) -> LinePlan:
    """Plan the lines of `bill`; `rates`: percentages of the company's purchase taxes."""
    planner = _Planner(bill, unit, tuple(dict.fromkeys(rates)))
    return planner.plan()


class _Planner:
    def __init__(self, bill: ReadBill, unit: Decimal, rates: Sequence[Decimal]) -> None:
        self.bill = bill
        self.unit = unit
        self.notes: list[Note] = []
        self.items = [line for line in map(self._with_amounts, bill.lines) if line]
        self.read_rates = tuple(
            dict.fromkeys(item.tax_percent for item in self.items if item.tax_percent is not None)
        )
        self.rates = tuple(dict.fromkeys([*self.read_rates, *rates]))
        self.rounding = Decimal(0)
        self.untaxed, self.tax, self.total = self._totals()
        self.rate = self._document_rate()

    def plan(self) -> LinePlan:
        if self.untaxed is None and self.total is None:
            lines = [self._line(item, self._rate_of(item)) for item in self.items]
            self.notes.append(Note("no_totals") if lines else Note("no_amounts"))
        else:
            lines = self._detailed() or self._summary()
        if self.rounding and lines:
            lines = [*lines, PlannedLine("", Decimal(1), self.rounding, None)]
        return LinePlan(
            lines=tuple(lines),
            untaxed=self.untaxed,
            tax=self.tax,
            total=self.total,
            rounding=self.rounding,
            notes=tuple(self.notes),
        )

    # -- amounts ---------------------------------------------------------------------------

    def _with_amounts(self, item: ReadLine) -> ReadLine | None:
        """`item` with quantity, unit price and subtotal that agree; None if it has no amount."""
        subtotal, price = item.subtotal, item.unit_price
        quantity = item.quantity or self._missing_quantity(item) or Decimal(1)
        if subtotal is None:
            if price is None:
                return None
            subtotal = to_unit(quantity * price, self.unit)
        elif price is None or to_unit(quantity * price, self.unit) != to_unit(subtotal, self.unit):
            # The subtotal is what counts: a discount, or a misread price, is between the two.
            price = subtotal / quantity
        return replace(item, quantity=quantity, unit_price=price, subtotal=subtotal)

    def _missing_quantity(self, item: ReadLine) -> Decimal | None:
        """The quantity that leads from the unit price to the subtotal, if it is a plausible one."""
        if not item.unit_price or not item.subtotal:
            return None
        quantity = item.subtotal / item.unit_price
        rounded = quantity.quantize(Decimal("0.01")).normalize()
        return rounded if rounded > 0 and rounded * item.unit_price == item.subtotal else None

    def _totals(self) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """Untaxed, tax and total, one derived from the other two; the odd cents are `rounding`."""
        untaxed, tax, total = (
            self.bill.amount_untaxed,
            self.bill.amount_tax,
            self.bill.amount_total,
        )
        if untaxed is not None and tax is not None and total is not None:
            difference = total - untaxed - tax
            if abs(difference) <= ROUNDING_UNITS * self.unit:
                self.rounding = difference
            else:
                self.notes.append(
                    Note("totals_disagree", {"untaxed": untaxed, "tax": tax, "total": total})
                )
        elif total is not None and tax is not None:
            untaxed = total - tax
        elif total is not None and untaxed is not None:
            tax = total - untaxed
            if tax < 0:
                tax = None
        elif untaxed is not None and tax is not None:
            total = untaxed + tax
        return untaxed, tax, total

    def _document_rate(self) -> Decimal | None:
        """The one rate that leads from the untaxed amount to the tax, if there is such a rate."""
        if self.untaxed is None or self.tax is None:
            return self.read_rates[0] if len(self.read_rates) == 1 else None
        if not self.tax:
            return Decimal(0)
        tolerance = self.unit * max(2, len(self.items))
        fitting = [
            rate
            for rate in self.rates
            if rate and abs(self.untaxed * rate / 100 - self.tax) <= tolerance
        ]
        untaxed, tax = self.untaxed, self.tax
        # Small amounts fit many rates: one printed on the document is better than a near one.
        return min(
            fitting,
            key=lambda rate: (rate not in self.read_rates, abs(untaxed * rate / 100 - tax)),
            default=None,
        )

    def _rate_of(self, item: ReadLine) -> Decimal | None:
        return item.tax_percent if item.tax_percent is not None else self.rate

    # -- the items -------------------------------------------------------------------------

    def _line(self, item: ReadLine, rate: Decimal | None) -> PlannedLine:
        assert item.quantity is not None
        assert item.unit_price is not None
        return PlannedLine(item.description, item.quantity, item.unit_price, rate)

    def _detailed(self) -> list[PlannedLine]:
        """The items as lines, if they lead to the amounts of the document; else []."""
        if not self.items:
            return []
        added = sum((item.subtotal or Decimal(0) for item in self.items), Decimal(0))
        candidates: list[tuple[list[PlannedLine], Decimal]] = []
        tolerance = 2 * self.unit
        item_rates = [self._rate_of(item) for item in self.items]
        if self.untaxed is None:
            candidates += self._without_untaxed(added, item_rates)
        else:
            if abs(added - self.untaxed) <= tolerance:
                lines = [self._line(*pair) for pair in zip(self.items, item_rates)]
                candidates.append((lines, self.untaxed))
            if self.total is not None and self.tax and abs(added - self.total) <= tolerance:
                candidates.append((self._tax_taken_out(item_rates), self.untaxed))
        for lines, untaxed in candidates:
            lines = self._exactly(lines, untaxed)
            if lines and self._leads_to_tax(lines):
                return lines
            if lines and self.rate is not None:
                # The rates of single items were misread, or mean something else ("A", "19").
                lines = [replace(line, tax_percent=self.rate) for line in lines]
                if self._leads_to_tax(lines):
                    return lines
            if lines and self.read_rates and not self._summary_rates():
                # The items add up, only the tax is not explained: keep what is known.
                self._note_tax(lines)
                return lines
            if lines and not self.read_rates:
                self._note_unknown_rate()
                return lines
        self.notes.append(
            Note("items_do_not_add_up", {"items": added, "untaxed": self.untaxed or self.total})
        )
        return []

    def _without_untaxed(
        self, added: Decimal, rates: list[Decimal | None]
    ) -> list[tuple[list[PlannedLine], Decimal]]:
        """Only a total was read: do the items reach it, with or without their taxes?"""
        assert self.total is not None
        lines = [self._line(*pair) for pair in zip(self.items, rates)]
        tax = sum(line.subtotal(self.unit) * (line.tax_percent or 0) / 100 for line in lines)
        if tax and abs(added + to_unit(Decimal(tax), self.unit) - self.total) <= 2 * self.unit:
            return [(lines, added)]
        if abs(added - self.total) <= 2 * self.unit:
            net = self._tax_taken_out(rates)
            if not any(self.read_rates):
                self.notes.append(Note("only_total"))
            return [(net, sum((line.subtotal(self.unit) for line in net), Decimal(0)))]
        return []

    def _tax_taken_out(self, rates: list[Decimal | None]) -> list[PlannedLine]:
        """Items whose prices include tax, as lines whose prices do not."""
        lines = []
        for item, rate in zip(self.items, rates):
            assert item.subtotal is not None
            assert item.quantity is not None
            net = to_unit(item.subtotal / (1 + (rate or Decimal(0)) / 100), self.unit)
            lines.append(PlannedLine(item.description, item.quantity, net / item.quantity, rate))
        return lines

    def _exactly(self, lines: list[PlannedLine], untaxed: Decimal) -> list[PlannedLine]:
        """`lines` with the rounding difference put on the largest; [] if it is no rounding."""
        difference = untaxed - sum((line.subtotal(self.unit) for line in lines), Decimal(0))
        if not difference:
            return lines
        if abs(difference) > self.unit * max(2, len(lines)):
            return []
        largest = max(range(len(lines)), key=lambda index: abs(lines[index].subtotal(self.unit)))
        line = lines[largest]
        price = (line.subtotal(self.unit) + difference) / line.quantity
        return [*lines[:largest], replace(line, price_unit=price), *lines[largest + 1 :]]

    def _leads_to_tax(self, lines: list[PlannedLine]) -> bool:
        if self.tax is None:
            return True
        if self.tax and any(line.tax_percent is None for line in lines):
            return False
        tax = sum(line.subtotal(self.unit) * (line.tax_percent or 0) / 100 for line in lines)
        return abs(Decimal(tax) - self.tax) <= self.unit * max(ROUNDING_UNITS, len(lines))

    # -- one line per rate -----------------------------------------------------------------

    def _summary(self) -> list[PlannedLine]:
        if self.untaxed is None:
            assert self.total is not None
            if self.rate:
                net = to_unit(self.total / (1 + self.rate / 100), self.unit)
                return [PlannedLine(None, Decimal(1), net, self.rate)]
            if not any(note.code == "only_total" for note in self.notes):
                self.notes.append(Note("only_total"))
            return [PlannedLine(None, Decimal(1), self.total, None)]
        if two := self._summary_rates():
            return [PlannedLine(None, Decimal(1), net, rate) for rate, net in two]
        if self.rate is None:
            self._note_unknown_rate()
        return [PlannedLine(None, Decimal(1), self.untaxed, self.rate)]

    def _summary_rates(self) -> list[tuple[Decimal, Decimal]]:
        """Two rates on the document: the one way to share the untaxed amount that gives the tax."""
        if len(self.read_rates) != 2 or self.untaxed is None or self.tax is None:
            return []
        high, low = sorted(self.read_rates, reverse=True)
        at_high = to_unit((self.tax * 100 - self.untaxed * low) / (high - low), self.unit)
        at_low = self.untaxed - at_high
        if at_high <= 0 or at_low <= 0:
            return []
        return [(high, at_high), (low, at_low)]

    def _note_unknown_rate(self) -> None:
        if not self.tax:
            if self.tax is None:
                self.notes.append(Note("no_tax_read"))
            return
        assert self.untaxed is not None
        percent = to_unit(self.tax * 100 / self.untaxed, Decimal("0.1")) if self.untaxed else None
        self.notes.append(Note("rate_unknown", {"percent": percent, "tax": self.tax}))

    def _note_tax(self, lines: list[PlannedLine]) -> None:
        tax = sum(line.subtotal(self.unit) * (line.tax_percent or 0) / 100 for line in lines)
        self.notes.append(
            Note("tax_differs", {"lines": to_unit(Decimal(tax), self.unit), "tax": self.tax})
        )
