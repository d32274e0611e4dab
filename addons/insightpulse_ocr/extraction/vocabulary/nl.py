"""Dutch (Netherlands, Flanders)."""

# fmt: off
LABELS = {
    "title_invoice": (
        "factuur", "verkoopfactuur", "rekening", "nota", "voorschotfactuur", "eindfactuur",
        "proformafactuur",
    ),
    "title_credit_note": ("creditnota", "creditfactuur", "credit factuur", "credit nota"),
    "title_receipt": ("kassabon", "bon", "kwitantie", "kasticket", "ontvangstbewijs"),
    "invoice_number": (
        "factuurnummer", "factuurnr", "factuur nr", "factuur nummer", "factuur-nr",
        "nummer factuur", "creditnotanummer", "bonnummer", "bonnr", "bon nr", "documentnummer",
        "creditnota nr", "creditnummer", "factuurno", "factuur #", "rekeningnummer factuur",
        "creditfactuurnummer", "notanummer", "factuur no", "creditnota nummer",
    ),
    "number_word": ("nr", "nummer"),
    "other_number": (
        "klantnummer", "klantnr", "debiteurnummer", "debiteurennummer", "bestelnummer",
        "bestelnr", "ordernummer", "ordernr", "uw referentie", "onze referentie", "referentie",
        "uw kenmerk", "ons kenmerk", "kenmerk", "relatienummer", "contractnummer",
        "projectnummer", "kvk", "kvk-nummer", "kvk nummer", "kvk nr", "rekeningnummer",
        "pakbonnummer", "offertenummer", "betalingskenmerk", "dossiernummer", "opdrachtnummer",
        "handelsregister", "uw ordernummer", "pagina", "betreft factuur",
        "oorspronkelijke factuur", "klant", "tafel", "kassa", "uw bestelnummer", "inkooporder",
    ),
    "invoice_date": (
        "factuurdatum", "datum factuur", "datum van uitgifte", "datum creditnota", "creditdatum",
        "notadatum", "uitgiftedatum", "documentdatum",
    ),
    "date": ("datum", "d.d.", "dd"),
    "due_date": (
        "vervaldatum", "vervaldag", "te betalen voor", "uiterste betaaldatum", "betalen voor",
        "te betalen vóór", "uiterlijk", "betaaldatum", "te voldoen voor", "vervalt op",
        "uiterlijk betalen op", "betalen vóór", "betaaltermijn tot",
    ),
    "other_date": (
        "leverdatum", "leveringsdatum", "besteldatum", "orderdatum", "periode", "datum levering",
        "geldig tot", "afleverdatum", "datum dienst", "van factuur d.d.",
    ),
    "total_gross": (
        "totaal incl btw", "totaal inclusief btw", "te betalen", "totaal te betalen",
        "factuurbedrag", "totaalbedrag", "totaal factuur", "eindtotaal", "totaal te voldoen",
        "totaal incl", "totaalbedrag incl btw", "bedrag incl btw", "totaal credit",
        "factuurtotaal", "totaal creditnota", "totaal in euro", "totaal eur", "te voldoen",
        "totaal bedrag incl btw", "bedrag inclusief btw", "totaal inclusief",
        "totaal terug te ontvangen",
    ),
    "total_plain": ("totaal", "bedrag", "totaal bedrag", "som", "tot"),
    "amount_due": (
        "openstaand", "openstaand bedrag", "saldo", "restbedrag", "nog te betalen",
        "te ontvangen",
    ),
    "untaxed": (
        "totaal excl btw", "totaal exclusief btw", "bedrag excl btw", "subtotaal excl btw",
        "netto", "nettobedrag", "totaal excl", "grondslag", "maatstaf van heffing",
        "netto totaal", "totaal exclusief", "bedrag exclusief btw", "netto bedrag",
        "subtotaal exclusief btw", "totaal netto", "belastbaar bedrag", "btw grondslag",
    ),
    "subtotal": ("subtotaal", "sub-totaal", "tussentotaal"),
    "tax": (
        "btw", "btw bedrag", "btw-bedrag", "totaal btw", "omzetbelasting", "b.t.w.", "btw hoog",
        "btw laag", "btw 21%", "btw 9%", "plus btw",
    ),
    "rounding": ("afronding", "afrondingsverschil"),
    "charge": (
        "verzendkosten", "bezorgkosten", "transportkosten", "vrachtkosten", "toeslag", "porto",
        "administratiekosten",
    ),
    "discount": ("korting", "betalingskorting", "kredietbeperking", "totale korting"),
    "paid": (
        "contant", "pin", "pinbetaling", "betaald", "bankpas", "betaald met", "betaling",
        "contant betaald",
    ),
    "change": ("wisselgeld", "terug"),
    "prepaid": ("aanbetaling", "voorschot", "reeds betaald", "vooruitbetaald", "reeds voldaan"),
    "quantity_total": ("aantal artikelen", "totaal aantal", "aantal regels"),
    "other_amount": ("transporteren", "kapitaal", "u bespaart", "stukprijs"),
    "tax_summary": (
        "btw specificatie", "btw overzicht", "btw %", "btw-specificatie", "btw tarief",
        "over bedrag", "btw-overzicht",
    ),
    "seller": ("verkoper", "leverancier", "afzender", "van"),
    "buyer": (
        "klant", "koper", "factuuradres", "afnemer", "factureren aan", "gefactureerd aan",
        "ter attentie van", "t.a.v", "tav", "aan", "btw klant", "uw btw-nummer",
        "btw-nummer klant", "klantgegevens", "uw btw nummer", "opdrachtgever", "debiteur",
    ),
    "delivery": ("afleveradres", "leveradres", "bezorgadres", "verzendadres"),
    "vat_id": (
        "btw-nummer", "btw nummer", "btw nr", "btw-nr", "btw-id", "btw identificatienummer",
        "ons btw-nummer", "btw-identificatienummer", "btw id", "btwnr", "btwnummer",
        "ondernemingsnummer", "btw",
    ),
    "registration": ("kvk", "kamer van koophandel", "kvk-nummer", "rpr", "handelsregister"),
    "iban": ("iban-nummer", "ibannummer", "bankrekening"),
    "bank": (
        "bank", "bankrekening", "ten name van", "t.n.v", "tnv", "rekeninghouder", "bankgegevens",
    ),
    "contact": (
        "telefoon", "telefoonnummer", "tel", "mobiel", "e-mailadres", "website", "contactpersoon",
    ),
    "name": ("naam", "bedrijfsnaam", "bedrijf"),
    "address": ("adres",),
    "exempt": (
        "vrijgesteld van btw", "btw verlegd", "btw vrijgesteld", "kleineondernemersregeling",
        "intracommunautaire levering", "geen btw",
    ),
    "col_position": ("regel", "nr", "pos"),
    "col_article": (
        "artikelnummer", "artikelnr", "artikel", "code", "art nr", "artikelcode", "art.nr.",
    ),
    "col_description": (
        "omschrijving", "beschrijving", "product", "dienst", "artikelomschrijving", "artikel",
        "werkzaamheden",
    ),
    "col_quantity": ("aantal", "uren", "stuks", "hoeveelheid", "aant"),
    "col_unit": ("eenheid", "eenh"),
    "col_unit_price": (
        "prijs", "stukprijs", "eenheidsprijs", "prijs per stuk", "prijs/eenheid", "tarief",
        "prijs p/st", "prijs per eenheid", "prijs excl", "uurtarief", "prijs excl btw",
        "per stuk",
    ),
    "col_discount": ("korting", "korting %", "kort"),
    "col_tax": ("btw", "btw %", "% btw", "btw%", "btw-tarief", "btw tarief"),
    "col_subtotal": (
        "bedrag", "totaal", "subtotaal", "totaal excl", "bedrag excl btw", "regeltotaal",
        "totaalprijs", "netto bedrag", "totaal excl btw", "bedrag eur", "netto",
    ),
}
