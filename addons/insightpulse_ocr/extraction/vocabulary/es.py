"""Spanish."""

# fmt: off
LABELS = {
    "title_invoice": (
        "factura", "factura simplificada", "factura proforma", "minuta", "factura comercial",
    ),
    "title_credit_note": (
        "factura rectificativa", "nota de crédito", "abono", "factura de abono", "nota de abono",
    ),
    "title_receipt": ("recibo", "ticket", "tique", "comprobante", "boleta"),
    "invoice_number": (
        "nº factura", "nº de factura", "número de factura", "factura nº", "factura número",
        "factura no", "n.º factura", "n° de factura", "num factura", "núm factura", "factura n°",
        "no de factura", "n° factura", "núm. de factura", "numero factura", "nº ticket",
        "nº de abono", "abono nº", "nº documento", "número de documento", "serie y número",
        "factura #", "folio", "nº recibo", "nota de crédito nº", "rectificativa nº",
        "n.º de factura", "factura rectificativa nº",
    ),
    "number_word": ("nº", "número", "núm"),
    "other_number": (
        "nº cliente", "número de cliente", "código cliente", "nº pedido", "número de pedido",
        "pedido", "su referencia", "nuestra referencia", "referencia", "albarán", "nº albarán",
        "nº de pedido", "cuenta", "nº de cuenta", "contrato", "presupuesto", "expediente", "ref",
        "nº contrato", "pedido nº", "cliente nº", "factura original", "página",
        "factura rectificada", "su pedido", "cod cliente", "albarán nº", "vendedor", "mesa",
        "caja",
    ),
    "invoice_date": (
        "fecha de factura", "fecha factura", "fecha de emisión", "fecha emisión",
        "fecha de expedición", "emitida el", "fecha expedición", "fecha del documento",
        "fecha de la factura",
    ),
    "date": ("fecha", "a fecha", "fecha y hora"),
    "due_date": (
        "fecha de vencimiento", "vencimiento", "fecha vencimiento", "vence", "vence el",
        "pagar antes del", "fecha límite de pago", "fecha de pago", "fecha pago", "vto",
        "f vencimiento", "pago antes del",
    ),
    "other_date": (
        "fecha de entrega", "fecha de pedido", "fecha pedido", "fecha de operación", "periodo",
        "período", "fecha entrega", "fecha operación", "fecha albarán", "válido hasta",
        "fecha de servicio",
    ),
    "total_gross": (
        "total factura", "importe total", "total a pagar", "total con iva", "total iva incluido",
        "importe total con iva", "total general", "total iva incl", "total importe",
        "total euros", "importe factura", "total factura eur", "total abono",
        "total (iva incluido)", "líquido a pagar", "total líquido", "importe a pagar",
        "total eur", "total documento", "importe líquido",
    ),
    "total_plain": ("total", "importe", "suma", "monto total", "monto"),
    "amount_due": (
        "saldo", "importe pendiente", "saldo pendiente", "pendiente de pago", "a pagar",
        "resto a pagar", "importe adeudado",
    ),
    "untaxed": (
        "base imponible", "total sin iva", "importe sin iva", "importe neto", "total neto",
        "total base imponible", "base", "base imp", "neto", "total bruto", "suma base imponible",
        "total (sin iva)", "bases imponibles", "total bases",
    ),
    "subtotal": ("subtotal", "suma parcial", "sub-total", "importe bruto"),
    "tax": (
        "iva", "total iva", "importe iva", "cuota iva", "cuota", "impuestos", "i.v.a", "impuesto",
        "igic", "total impuestos", "cuota de iva", "iva repercutido", "itbms",
    ),
    "rounding": ("redondeo",),
    "charge": (
        "portes", "gastos de envío", "envío", "recargo", "transporte", "recargo de equivalencia",
        "propina",
    ),
    "discount": (
        "descuento", "dto", "rebaja", "irpf", "retención", "retención irpf", "dto pronto pago",
    ),
    "paid": (
        "efectivo", "tarjeta", "entregado", "pagado", "pago", "importe entregado",
        "tarjeta de crédito",
    ),
    "change": ("cambio", "devolución", "su cambio", "vuelto"),
    "prepaid": (
        "anticipo", "a cuenta", "entregado a cuenta", "pago a cuenta", "ya pagado", "señal",
    ),
    "quantity_total": (
        "total artículos", "nº artículos", "total unidades", "artículos", "total bultos",
    ),
    "other_amount": ("capital social", "suma y sigue", "precio unitario"),
    "tax_summary": (
        "tipo iva", "desglose iva", "desglose de iva", "% iva", "tipo de iva", "resumen iva",
        "desglose de impuestos",
    ),
    "seller": ("vendedor", "proveedor", "emisor", "emitida por", "datos del emisor", "prestador"),
    "buyer": (
        "cliente", "comprador", "facturar a", "datos del cliente", "destinatario", "facturado a",
        "dirección de facturación", "datos de facturación", "nombre del cliente", "nif cliente",
        "cif cliente", "receptor", "señores", "a la atención de", "nif/cif cliente",
    ),
    "delivery": (
        "dirección de entrega", "enviar a", "dirección de envío", "lugar de entrega",
        "entregar en",
    ),
    "vat_id": (
        "nif", "cif", "n.i.f", "c.i.f", "nif/cif", "cif/nif", "nif-iva", "nif iva", "vat", "rfc",
        "cuit", "rut", "nit", "ruc", "dni/nif",
    ),
    "registration": ("registro mercantil", "inscrita en", "inscrita en el registro mercantil"),
    "bank": (
        "banco", "titular", "cuenta bancaria", "datos bancarios", "forma de pago",
        "domiciliación", "entidad",
    ),
    "contact": (
        "teléfono", "tfno", "tlf", "tel", "correo", "correo electrónico", "móvil", "web", "tlfno",
        "contacto", "telf",
    ),
    "name": ("nombre", "razón social", "empresa"),
    "address": ("dirección", "domicilio", "domicilio social"),
    "exempt": (
        "exento de iva", "operación exenta", "inversión del sujeto pasivo", "exenta de iva",
        "iva exento", "operación no sujeta",
    ),
    "col_position": ("nº", "línea"),
    "col_article": ("ref", "referencia", "código", "cód", "artículo"),
    "col_description": (
        "descripción", "concepto", "producto", "detalle", "artículo", "servicio", "conceptos",
    ),
    "col_quantity": ("cantidad", "cant", "uds", "unidades", "horas", "ud", "unid"),
    "col_unit": ("unidad", "u.m", "und"),
    "col_unit_price": (
        "precio", "precio unitario", "precio unit", "p. unitario", "precio ud", "pvp", "p.u.",
        "precio/ud", "precio u", "p. unit", "precio unidad", "tarifa",
    ),
    "col_discount": ("dto", "descuento", "% dto", "dto %"),
    "col_tax": ("iva", "% iva", "iva %", "tipo", "tipo iva", "impuesto", "impuestos"),
    "col_subtotal": (
        "importe", "total", "subtotal", "importe total", "precio total", "importe neto",
        "importe eur", "neto", "total neto", "base imponible", "total línea", "monto",
    ),
}
