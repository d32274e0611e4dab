"""A Factur-X invoice: the page and, embedded in it, the same invoice as structured XML."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from xml.sax.saxutils import escape

from pypdf import PdfReader, PdfWriter

from .document import Document, Line, Party
from .truth import plain

NAME = "factur-x.xml"
NAMESPACES = (
    'xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" '
    'xmlns:ram="urn:un:unece:uncefact:data:standard:'
    'ReusableAggregateBusinessInformationEntity:100" '
    'xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"'
)


def embed(pdf: bytes, document: Document) -> bytes:
    """Attach the document's XML (profile EN 16931) to its rendered page."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    writer.add_attachment(NAME, cross_industry_invoice(document).encode())
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def cross_industry_invoice(document: Document) -> str:
    """UN/CEFACT Cross Industry Invoice, with what EN 16931 makes mandatory."""
    assert document.buyer
    assert document.due
    lines = "".join(_line(number, item) for number, item in enumerate(document.lines, start=1))
    taxes = "".join(
        "<ram:ApplicableTradeTax>"
        f"<ram:CalculatedAmount>{tax}</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode>"
        f"<ram:BasisAmount>{base}</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode>"
        f"<ram:RateApplicablePercent>{plain(rate)}</ram:RateApplicablePercent>"
        "</ram:ApplicableTradeTax>"
        for rate, (base, tax) in document.taxes.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f"<rsm:CrossIndustryInvoice {NAMESPACES}>"
        "<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter>"
        "<ram:ID>urn:cen.eu:en16931:2017</ram:ID>"
        "</ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>"
        f"<rsm:ExchangedDocument><ram:ID>{escape(document.number)}</ram:ID>"
        "<ram:TypeCode>380</ram:TypeCode>"
        f"<ram:IssueDateTime>{_day(document.issued)}</ram:IssueDateTime></rsm:ExchangedDocument>"
        f"<rsm:SupplyChainTradeTransaction>{lines}"
        "<ram:ApplicableHeaderTradeAgreement>"
        f"<ram:SellerTradeParty>{_party(document.supplier)}</ram:SellerTradeParty>"
        f"<ram:BuyerTradeParty>{_party(document.buyer)}</ram:BuyerTradeParty>"
        "</ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeDelivery/>"
        "<ram:ApplicableHeaderTradeSettlement>"
        f"<ram:InvoiceCurrencyCode>{document.currency}</ram:InvoiceCurrencyCode>{taxes}"
        "<ram:SpecifiedTradePaymentTerms>"
        f"<ram:DueDateDateTime>{_day(document.due)}</ram:DueDateDateTime>"
        "</ram:SpecifiedTradePaymentTerms>"
        "<ram:SpecifiedTradeSettlementHeaderMonetarySummation>"
        f"<ram:LineTotalAmount>{document.untaxed}</ram:LineTotalAmount>"
        f"<ram:TaxBasisTotalAmount>{document.untaxed}</ram:TaxBasisTotalAmount>"
        f'<ram:TaxTotalAmount currencyID="{document.currency}">{document.tax}</ram:TaxTotalAmount>'
        f"<ram:GrandTotalAmount>{document.total}</ram:GrandTotalAmount>"
        f"<ram:DuePayableAmount>{document.total}</ram:DuePayableAmount>"
        "</ram:SpecifiedTradeSettlementHeaderMonetarySummation>"
        "</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction>"
        "</rsm:CrossIndustryInvoice>"
    )


def _day(day: date) -> str:
    return f'<udt:DateTimeString format="102">{day:%Y%m%d}</udt:DateTimeString>'


def _party(party: Party) -> str:
    postcode, _space, city = party.city.partition(" ")
    registration = (
        f'<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">{party.vat}</ram:ID>'
        "</ram:SpecifiedTaxRegistration>"
        if party.vat
        else ""
    )
    return (
        f"<ram:Name>{escape(party.name)}</ram:Name><ram:PostalTradeAddress>"
        f"<ram:PostcodeCode>{postcode}</ram:PostcodeCode>"
        f"<ram:LineOne>{escape(party.street)}</ram:LineOne>"
        f"<ram:CityName>{escape(city)}</ram:CityName><ram:CountryID>DE</ram:CountryID>"
        f"</ram:PostalTradeAddress>{registration}"
    )


def _line(number: int, item: Line) -> str:
    return (
        "<ram:IncludedSupplyChainTradeLineItem><ram:AssociatedDocumentLineDocument>"
        f"<ram:LineID>{number}</ram:LineID></ram:AssociatedDocumentLineDocument>"
        f"<ram:SpecifiedTradeProduct><ram:Name>{escape(item.description)}</ram:Name>"
        "</ram:SpecifiedTradeProduct><ram:SpecifiedLineTradeAgreement>"
        "<ram:NetPriceProductTradePrice>"
        f"<ram:ChargeAmount>{item.unit_price}</ram:ChargeAmount>"
        "</ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>"
        "<ram:SpecifiedLineTradeDelivery>"
        f'<ram:BilledQuantity unitCode="C62">{plain(item.quantity)}</ram:BilledQuantity>'
        "</ram:SpecifiedLineTradeDelivery><ram:SpecifiedLineTradeSettlement>"
        "<ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode>"
        "<ram:CategoryCode>S</ram:CategoryCode>"
        f"<ram:RateApplicablePercent>{plain(item.tax_percent)}</ram:RateApplicablePercent>"
        "</ram:ApplicableTradeTax><ram:SpecifiedTradeSettlementLineMonetarySummation>"
        f"<ram:LineTotalAmount>{item.subtotal}</ram:LineTotalAmount>"
        "</ram:SpecifiedTradeSettlementLineMonetarySummation>"
        "</ram:SpecifiedLineTradeSettlement></ram:IncludedSupplyChainTradeLineItem>"
    )
