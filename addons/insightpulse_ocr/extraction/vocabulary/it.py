"""Italian."""

# fmt: off
LABELS = {
    "title_invoice": (
        "fattura", "fattura accompagnatoria", "fattura immediata", "fattura differita",
        "parcella", "fattura di vendita", "fattura proforma", "avviso di fattura",
    ),
    "title_credit_note": ("nota di credito", "nota credito", "nota di accredito"),
    "title_receipt": ("scontrino", "ricevuta", "ricevuta fiscale", "documento commerciale"),
    "invoice_number": (
        "fattura n", "fattura n°", "fattura nr", "n° fattura", "numero fattura", "nr fattura",
        "fattura numero", "fattura n.", "numero documento", "n. fattura", "n. documento",
        "num fattura", "nota di credito n", "nota di credito n.", "documento n", "documento n.",
        "ricevuta n", "num doc", "scontrino n", "numero della fattura", "nr documento",
        "documento nr", "n° documento", "doc n", "nota di credito nr", "numero nota di credito",
        "fattura no",
    ),
    "number_word": ("n", "n.", "numero"),
    "other_number": (
        "codice cliente", "cod cliente", "vostro ordine", "ordine n", "ordine", "n. ordine",
        "numero ordine", "riferimento", "vs riferimento", "ns riferimento", "rif", "ddt", "d.d.t",
        "rea", "ddt n", "codice destinatario", "cig", "cup", "contratto", "conto",
        "numero cliente", "cliente n", "abi", "cab", "commessa", "agente", "pagina",
        "fattura collegata", "cod fiscale", "rif fattura", "vs ordine", "ordine cliente",
        "fattura di riferimento", "tavolo", "cassa",
    ),
    "invoice_date": (
        "data fattura", "data emissione", "data di emissione", "data documento", "emessa il",
        "data della fattura", "fattura del", "data doc", "data nota di credito",
    ),
    "date": ("data", "del", "in data", "data e ora"),
    "due_date": (
        "scadenza", "data scadenza", "data di scadenza", "scadenza pagamento", "da pagare entro",
        "pagamento entro", "entro il", "scadenze", "scad", "pagare entro il",
        "termine di pagamento",
    ),
    "other_date": (
        "data consegna", "data di consegna", "data ordine", "data ddt", "periodo",
        "data trasporto", "data ritiro", "ddt del", "ordine del", "periodo di riferimento",
        "valido fino al",
    ),
    "total_gross": (
        "totale fattura", "totale documento", "totale da pagare", "netto a pagare",
        "importo totale", "totale ivato", "totale iva inclusa", "totale complessivo",
        "totale generale", "totale euro", "totale eur", "totale a pagare", "totale iva compresa",
        "totale nota di credito", "totale dovuto", "importo da pagare", "totale con iva",
        "totale lordo", "importo totale documento", "importo pagato totale",
        "totale documento eur", "totale nota credito",
    ),
    "total_plain": ("totale", "importo", "somma"),
    "amount_due": (
        "saldo", "importo dovuto", "residuo", "a saldo", "restano da pagare", "da pagare",
        "saldo da pagare",
    ),
    "untaxed": (
        "imponibile", "totale imponibile", "totale netto", "imponibile totale",
        "totale senza iva", "totale merce", "netto merce", "importo netto", "base imponibile",
        "totale imponibile eur", "imponibile iva", "totale al netto di iva", "netto",
        "totale iva esclusa", "importo imponibile",
    ),
    "subtotal": ("subtotale", "sub totale", "totale parziale", "totale merci", "totale righe"),
    "tax": (
        "iva", "totale iva", "imposta", "importo iva", "di cui iva", "totale imposta", "i.v.a",
        "totale imposte", "imposte", "totale imposta iva", "imposta iva",
    ),
    "rounding": ("arrotondamento",),
    "charge": (
        "spese di trasporto", "trasporto", "spese di spedizione", "spese di incasso",
        "spese incasso", "bollo", "imposta di bollo", "coperto", "servizio", "cassa previdenza",
        "spese",
    ),
    "discount": ("sconto", "sconti", "ritenuta d'acconto", "ritenuta", "sconto totale"),
    "paid": (
        "contanti", "contante", "pagato", "carta di credito", "bancomat", "pagamento contante",
        "pagamento elettronico", "importo pagato",
    ),
    "change": ("resto",),
    "prepaid": ("acconto", "acconti", "anticipo", "già pagato", "acconto versato"),
    "quantity_total": (
        "totale pezzi", "numero articoli", "totale colli", "n. colli", "colli", "totale quantità",
        "n. articoli",
    ),
    "other_amount": ("capitale sociale", "cap soc", "riporto", "da riportare", "prezzo unitario"),
    "tax_summary": (
        "riepilogo iva", "aliquota iva", "dettaglio iva", "castelletto iva", "aliquote",
        "aliquota", "riepilogo", "cod iva", "riepilogo aliquote",
    ),
    "seller": (
        "fornitore", "venditore", "cedente", "cedente/prestatore", "prestatore", "emittente",
        "mittente",
    ),
    "buyer": (
        "cliente", "spett.le", "spett", "destinatario", "spettabile", "cessionario",
        "cessionario/committente", "committente", "intestatario", "fatturare a",
        "indirizzo di fatturazione", "intestato a", "acquirente", "p.iva cliente",
        "partita iva cliente", "egr", "dati cliente",
    ),
    "delivery": (
        "destinazione", "luogo di consegna", "indirizzo di consegna", "luogo di destinazione",
        "destinazione merce", "consegnare a", "spedire a",
    ),
    "vat_id": (
        "partita iva", "p.iva", "p. iva", "piva", "part iva", "partita i.v.a", "p.i.",
        "codice iva", "c.f. e p.iva", "c.f./p.iva", "p.iva/c.f.", "cod fisc e p.iva", "cf e piva",
        "c.f. e partita iva", "numero iva",
    ),
    "tax_number": ("codice fiscale", "c.f.", "cod. fisc.", "cod fiscale"),
    "registration": (
        "rea", "registro imprese", "capitale sociale", "iscrizione", "iscr reg imprese",
        "reg imp", "c.c.i.a.a",
    ),
    "iban": ("codice iban",),
    "bank": (
        "banca", "intestatario conto", "coordinate bancarie", "appoggio bancario",
        "banca d'appoggio", "beneficiario", "modalità di pagamento",
    ),
    "contact": (
        "tel", "telefono", "cell", "cellulare", "pec", "sito", "sito web", "posta elettronica",
        "referente",
    ),
    "name": ("nome", "ragione sociale", "denominazione", "ditta"),
    "address": ("indirizzo", "sede", "sede legale"),
    "exempt": (
        "esente iva", "fuori campo iva", "inversione contabile", "non imponibile", "esente",
        "regime forfettario", "escluso iva", "operazione senza applicazione dell'iva",
    ),
    "col_position": ("riga", "n"),
    "col_article": (
        "codice", "cod", "articolo", "cod articolo", "codice articolo", "rif", "cod art",
    ),
    "col_description": (
        "descrizione", "prodotto", "descrizione dei beni", "oggetto", "servizio", "articolo",
        "prestazione", "descrizione beni e servizi", "descrizione della merce",
    ),
    "col_quantity": ("quantità", "qta", "q.tà", "qtà", "q.ta", "ore", "quant", "pezzi", "q"),
    "col_unit": ("um", "u.m.", "unità"),
    "col_unit_price": (
        "prezzo", "prezzo unitario", "prezzo unit", "prezzo un", "p. unitario", "pr. unitario",
        "costo unitario", "prezzo u", "p.u", "prezzo netto", "tariffa", "prezzo cad",
    ),
    "col_discount": ("sconto", "sc %", "sconto %", "sc", "% sc"),
    "col_tax": (
        "iva", "% iva", "iva %", "aliquota", "aliquota iva", "al iva", "aliq", "cod iva",
        "c. iva",
    ),
    "col_subtotal": (
        "importo", "totale", "prezzo totale", "importo totale", "tot", "importo netto",
        "totale netto", "totale riga", "imponibile", "valore", "importo eur",
    ),
}
