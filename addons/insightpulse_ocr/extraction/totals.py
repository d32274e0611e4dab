"""Untaxed amount, tax and total: the labels propose, arithmetic decides.

Every labelled amount is a candidate for the total. Its label gives it a start; it gains where the
document's own sums confirm it (untaxed + tax + charges + rounding, cash − change, the sum of the
lines) and loses where it is what looks like a total: cash given, change, a deposit, a tax base.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from . import amounts, labels
from .confidence import BY_PLACE, COMPUTED, LABELLED, PROVEN, WEAKLY_LABELLED, combine
from .document import slice_polygon
from .figures import Figure
from .reading import Reading
from .result import Field

CENT = Decimal("0.01")
TOLERANCE = Decimal("0.02")
ROUNDING_LIMIT = Decimal("0.05")

_LABEL_SCORES = (
    ("total_gross", 1.0),
    ("total_plain", 0.75),
    ("amount_due", 0.7),
    ("net_total", 0.6),
    ("subtotal", 0.3),
    ("untaxed", 0.15),
    ("paid", 0.2),
)
_FINAL_WORDS = ("round", "payable", "grand", "final", "bill", "à payer", "da pagare", "a pagar")


@dataclass(frozen=True)
class Totals:
    """The three amounts' fields (absent where unknown), and whether they were negative."""

    fields: dict[str, Field]
    negative: bool
    warnings: tuple[str, ...]


def find(reading: Reading, figures: Sequence[Figure], line_sum: Decimal | None = None) -> Totals:
    total = _best_total(figures, line_sum)
    fields: dict[str, Field] = {}
    warnings: list[str] = []
    if total is None:
        untaxed, tax = _lone(figures, "untaxed"), _lone(figures, "tax")
        if untaxed and tax:
            value = abs(untaxed.value) + abs(tax.value)
            fields["amount_total"] = _field(untaxed, value, COMPUTED)
            fields["amount_untaxed"] = _field(untaxed, abs(untaxed.value), LABELLED)
            fields["amount_tax"] = _field(tax, abs(tax.value), LABELLED)
        return Totals(fields, bool(untaxed and untaxed.value < 0), tuple(warnings))
    figure, score = total
    value = abs(figure.value)
    parts = _split(figures, figure) or _exempt(reading, value)
    certainty = _certainty(figure, score)
    if parts and parts.proven:
        certainty = max(certainty, PROVEN)
    fields["amount_total"] = _field(figure, value, certainty)
    if parts:
        sure = PROVEN if parts.proven else COMPUTED
        if parts.untaxed_value is not None:
            fields["amount_untaxed"] = _field(parts.untaxed or figure, parts.untaxed_value, sure)
        if parts.tax_value is not None:
            fields["amount_tax"] = _field(parts.tax or figure, parts.tax_value, sure)
        if parts.disagree:
            warnings.append(
                "The untaxed amount and the tax do not add up to the total: check them."
            )
    return Totals(fields, figure.value < 0, tuple(warnings))


def _field(figure: Figure, value: Decimal, certainty: float) -> Field:
    source, amount = figure.source, figure.amount
    length = max(len(source.text), 1)
    polygon = slice_polygon(source.polygon, amount.start / length, min(amount.end / length, 1.0))
    if not figure.exact:
        certainty *= 0.95
    return Field(
        amounts.to_string(value), combine(source.confidence, certainty), source.page, polygon
    )


def _certainty(figure: Figure, score: float) -> float:
    if score >= 1.4:
        return PROVEN
    if figure.is_a("total_gross"):
        return LABELLED
    if figure.is_a("total_plain", "amount_due", "net_total"):
        return WEAKLY_LABELLED
    return BY_PLACE


def _lone(figures: Sequence[Figure], concept: str) -> Figure | None:
    named = [f for f in figures if f.is_a(concept) and not f.summary and f.value]
    return named[-1] if named else None


def _exempt(reading: Reading, value: Decimal) -> _Parts | None:
    """A bill that says why it bears no tax, and shows none."""
    for line in reading.document.lines:
        if any("exempt" in hit.concepts for hit in labels.find(line.text)):
            return _Parts(value, Decimal("0.00"))
    return None


# --- the total -------------------------------------------------------------------------------


def _best_total(figures: Sequence[Figure], line_sum: Decimal | None) -> tuple[Figure, float] | None:
    scored = []
    sums = _confirmed_values(figures)
    occurrences: dict[Decimal, int] = {}
    for figure in figures:
        occurrences[abs(figure.value)] = occurrences.get(abs(figure.value), 0) + 1
    rounding = [f for f in figures if f.is_a("rounding") and abs(f.value) <= ROUNDING_LIMIT]
    for figure in figures:
        score = _score(figure, figures, sums, rounding, occurrences, line_sum)
        if score > 0.25:
            scored.append((score, figure.row, figure))
    if not scored:
        return None
    best = max(score for score, _, _ in scored)
    # Equal candidates: the last one, which stands under the others.
    close = [(row, score, figure) for score, row, figure in scored if score > best - 0.011]
    _, score, figure = max(close, key=lambda entry: (entry[0], entry[1]))
    return figure, score


def _score(
    figure: Figure,
    figures: Sequence[Figure],
    sums: dict[Decimal, float],
    rounding: Sequence[Figure],
    occurrences: dict[Decimal, int],
    line_sum: Decimal | None,
) -> float:
    score = 0.0
    for concept, points in _LABEL_SCORES:
        if figure.is_a(concept):
            score = points
            break
    if figure.is_a("quantity_total") and figure.amount.decimals == 2:
        return 0.3  # "Total 3 item(s) 25.00": money after all, perhaps
    if figure.is_a("quantity_total", "other_amount", "change", "rounding", "discount", "prepaid"):
        return -1.0
    if not figure.concepts:
        score = 0.02
    elif not score:
        return -1.0  # tax, charge
    if figure.is_a("total_gross") and any(w in figure.label for w in _FINAL_WORDS):
        score += 0.08
    if figure.is_a("untaxed", "subtotal") and figure.is_a("total_gross", "total_plain"):
        score -= 0.2
    if figure.is_a("tax") and figure.is_a("total_plain", "total_gross"):
        score -= 0.5
    value = abs(figure.value)
    if value == 0:
        return -0.5
    if figure.is_a("amount_due") and _given_back(figure, figures):
        score -= 0.5
    if figure.summary:
        score -= 0.55
    if figure.behind:
        score -= 0.05
    if not figure.exact:
        score -= 0.05
    if figure.qualified:
        score -= 0.25
    if figure.amount.decimals != 2 and not figure.amount.currency:
        score -= 0.1
    score += max(
        (bonus for known, bonus in sums.items() if abs(known - value) < CENT / 2), default=0.0
    )
    score += 0.04 * min(occurrences[value] - 1, 4)
    if line_sum is not None and abs(line_sum - value) < CENT / 2:
        score += 0.1
    for adjustment in rounding:
        if adjustment.value and _before_rounding(value, adjustment, figures):
            score -= 0.35
    return score


def _given_back(balance: Figure, figures: Sequence[Figure]) -> bool:
    """Is a "balance" the change: what was given less a labelled amount above?"""
    given = [f for f in figures if f.is_a("paid") and f.row < balance.row]
    return any(
        abs(paid.value) - abs(balance.value) == abs(other.value)
        for paid in given
        for other in figures
        if other.row < paid.row and other.is_a("total_gross", "total_plain", "net_total")
    )


def _before_rounding(value: Decimal, adjustment: Figure, figures: Sequence[Figure]) -> bool:
    """Does a later amount equal `value` with the rounding applied, in either direction?"""
    after = {value + adjustment.value, value - adjustment.value}
    return any(
        abs(other.value) in after
        and other.row > adjustment.row
        and other.is_a("total_gross", "total_plain", "amount_due", "net_total", "paid")
        for other in figures
    ) and not any(
        abs(other.value) == value
        and other.row > adjustment.row
        and other.is_a("total_gross", "total_plain", "paid")
        for other in figures
    )


def _confirmed_values(figures: Sequence[Figure]) -> dict[Decimal, float]:
    """Values that the document's own arithmetic gives for the total, with their weight."""
    confirmed: dict[Decimal, float] = {}

    def add(value: Decimal, bonus: float) -> None:
        confirmed[value] = max(confirmed.get(value, 0.0), bonus)

    def named(*concepts: str) -> list[Figure]:
        return [f for f in figures if f.is_a(*concepts)][:12]

    bases = {abs(f.value) for f in named("untaxed", "subtotal", "net_total", "total_plain")}
    taxes = _tax_values(figures)
    extras = (
        {Decimal(0)} | {f.value for f in named("rounding")} | {-f.value for f in named("rounding")}
    )
    charges = {Decimal(0)} | {abs(f.value) for f in named("charge")}
    discounts = {Decimal(0)} | {-abs(f.value) for f in named("discount")}
    for base in list(bases)[:8]:
        for tax in list(taxes)[:8]:
            if not tax or tax > base:
                continue
            for charge in list(charges)[:4]:
                for discount in list(discounts)[:4]:
                    for extra in list(extras)[:5]:
                        add(
                            base + tax + charge + discount + extra,
                            0.5 if charge == discount == 0 else 0.4,
                        )
    for value in _sums_of_parts(figures):
        add(value, 0.6)
    for paid in named("paid"):
        for change in named("change", "amount_due"):
            if change.row >= paid.row and abs(paid.value) > abs(change.value):
                add(abs(paid.value) - abs(change.value), 0.4)
    return confirmed


def _sums_of_parts(figures: Sequence[Figure]) -> set[Decimal]:
    """Totals that are two totals above them, as of goods at two rates of tax."""
    named = [
        f for f in figures if f.is_a("total_gross", "total_plain") and f.value and not f.summary
    ][:24]
    sums = set()
    for third in named:
        above = {f.value for f in named if f.row < third.row and f.value != third.value}
        if any(third.value - part in above and third.value != 2 * part for part in above):
            sums.add(third.value)
    return sums


def _tax_values(figures: Sequence[Figure]) -> set[Decimal]:
    """Labelled tax amounts, and their sum where several rates are listed."""
    labelled = [
        abs(f.value) for f in figures if f.is_a("tax") and f.value and not f.is_a("total_gross")
    ]
    values = set(labelled[:10])
    outside = [abs(f.value) for f in figures if f.is_a("tax") and f.value and not f.summary]
    if 1 < len(outside) <= 6:
        values.add(sum(outside, Decimal(0)))
    return values


# --- untaxed and tax -------------------------------------------------------------------------


@dataclass
class _Parts:
    untaxed_value: Decimal | None
    tax_value: Decimal | None
    untaxed: Figure | None = None
    tax: Figure | None = None
    proven: bool = False
    disagree: bool = False


def _split(figures: Sequence[Figure], total: Figure) -> _Parts | None:
    """Untaxed amount and tax of this total: a printed pair that adds up, else one and the rest."""
    value = abs(total.value)
    adjustments = {Decimal(0)}
    for figure in figures:
        if figure.is_a("rounding") and abs(figure.value) <= ROUNDING_LIMIT:
            adjustments |= {figure.value, -figure.value}
    taxes = [f for f in figures if f.is_a("tax") and abs(f.value) < value]
    excluded = ("tax", "rounding", "change", "discount", "charge", "prepaid")
    bases = [
        f for f in figures if f is not total and abs(f.value) <= value and not f.is_a(*excluded)
    ]
    bases.sort(
        key=lambda f: (not f.is_a("untaxed"), not f.is_a("subtotal", "net_total"), f.summary, f.row)
    )
    # Totals below the table of taxes are weighed before those inside it.
    taxes.sort(key=lambda f: (f.value == 0, f.summary, f.is_a("total_gross"), -f.row))
    for wanted in (("untaxed",), ("subtotal", "net_total"), ()):
        for tax in taxes[:20]:
            for base in bases[:60]:
                if wanted and not base.is_a(*wanted):
                    continue
                if not wanted and (not tax.value or (not base.concepts and not base.summary)):
                    continue
                if abs(tax.value) > abs(base.value) / 2:
                    continue
                for extra in adjustments:
                    if abs(abs(base.value) + abs(tax.value) + extra - value) <= CENT / 2:
                        return _Parts(abs(base.value), abs(tax.value), base, tax, proven=True)
    several = _several_rates(figures, value, adjustments)
    if several:
        return several
    base = next((f for f in bases if f.is_a("untaxed") and f.value and not f.summary), None)
    plausible = [f for f in taxes if f.value and abs(f.value) <= value * Decimal("0.4")]
    tax = plausible[0] if plausible else None
    if base and not tax:
        rest = value - abs(base.value)
        if abs(rest) <= value * Decimal("0.3"):
            return _Parts(abs(base.value), rest, base, None)
    if tax:
        return _Parts(
            value - abs(tax.value),
            abs(tax.value),
            None,
            tax,
            disagree=base is not None and not base.qualified,
        )
    zero = next((f for f in figures if f.is_a("tax") and f.value == 0), None)
    if zero:
        return _Parts(value, Decimal("0.00"), None, zero)
    return None


def _several_rates(
    figures: Sequence[Figure], value: Decimal, adjustments: set[Decimal]
) -> _Parts | None:
    """Taxes of two or three rates that, with an untaxed amount, make the total."""
    bases = [
        f for f in figures if f.is_a("untaxed", "subtotal", "net_total") and abs(f.value) < value
    ]
    taxes = [f for f in figures if f.is_a("tax") and f.value and abs(f.value) < value]
    for group in ([f for f in taxes if not f.summary], taxes):
        if not 1 < len(group) <= 8:
            continue
        tax = sum((abs(f.value) for f in group), Decimal(0))
        for base in bases:
            if any(
                abs(abs(base.value) + tax + extra - value) <= TOLERANCE for extra in adjustments
            ):
                return _Parts(abs(base.value), tax, base, group[-1], proven=True)
    return None
