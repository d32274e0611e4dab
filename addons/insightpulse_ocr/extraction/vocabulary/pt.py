"""Portuguese (Portugal, Brazil)."""

# fmt: off
LABELS = {
    "title_invoice": (
        "fatura", "factura", "fatura-recibo", "fatura simplificada", "nota fiscal",
        "fatura recibo", "fatura/recibo", "fatura proforma",
    ),
    "title_credit_note": ("nota de crédito", "nota crédito"),
    "title_receipt": ("recibo", "talão", "cupom fiscal", "talão de venda", "venda a dinheiro"),
    "invoice_number": (
        "fatura nº", "nº fatura", "nº da fatura", "número da fatura", "fatura n.º", "n.º fatura",
        "fatura n°", "fatura número", "factura nº", "nota de crédito nº", "nº documento",
        "documento nº", "número do documento", "nº do documento", "nota fiscal nº",
        "fatura-recibo nº", "recibo nº", "doc nº", "número fatura", "fatura no", "nº da nota",
        "número da nota", "n.º da fatura", "n.º documento", "fatura simplificada nº",
        "nota de crédito n.º", "fatura-recibo n.º",
    ),
    "number_word": ("nº", "número", "n.º"),
    "other_number": (
        "nº cliente", "número de cliente", "código cliente", "encomenda", "nº encomenda",
        "vossa encomenda", "v/ encomenda", "v/ referência", "requisição", "referência",
        "guia de remessa", "pedido", "nº do pedido", "contrato", "conta", "nº de conta",
        "entidade", "multibanco", "ref", "atcud", "código do cliente", "v/ ref", "n/ ref",
        "sua referência", "nossa referência", "fatura de origem", "fatura original", "página",
        "mesa", "vendedor", "n.º cliente", "n.º encomenda",
    ),
    "invoice_date": (
        "data da fatura", "data de emissão", "data emissão", "data fatura", "emitida em",
        "emitido em", "data do documento", "data documento", "data doc",
    ),
    "date": ("data", "data/hora", "data e hora"),
    "due_date": (
        "data de vencimento", "vencimento", "data vencimento", "data limite de pagamento",
        "pagar até", "vence em", "data limite", "prazo de pagamento", "pagamento até",
        "data de pagamento", "vencto",
    ),
    "other_date": (
        "data de entrega", "data da encomenda", "data encomenda", "período", "data carga",
        "data de carga", "data do pedido", "data de saída", "válido até", "data da prestação",
        "data do serviço",
    ),
    "total_gross": (
        "total a pagar", "valor total", "total da fatura", "total com iva", "total geral",
        "valor a pagar", "total documento", "total fatura", "total do documento",
        "total iva incluído", "total líquido a pagar", "valor total da nota", "total euros",
        "total eur", "importância a pagar", "montante total", "total (eur)",
        "total da nota de crédito", "total c/ iva", "valor total da fatura",
    ),
    "total_plain": ("total", "valor", "soma", "montante", "importância"),
    "amount_due": ("saldo", "valor em dívida", "em dívida", "saldo a pagar", "a pagar"),
    "untaxed": (
        "total sem iva", "base tributável", "incidência", "total líquido", "valor líquido",
        "total ilíquido", "base de incidência", "total s/ iva", "mercadoria/serviços",
        "total mercadoria", "valor sem iva", "total incidência", "base", "valor tributável",
        "líquido", "total sem impostos", "ilíquido",
    ),
    "subtotal": ("subtotal", "sub-total", "total parcial", "soma parcial"),
    "tax": (
        "iva", "total iva", "valor iva", "valor do iva", "imposto", "total impostos", "icms",
        "impostos", "total do iva", "iss", "montante iva", "total imposto", "total de iva",
    ),
    "rounding": ("arredondamento", "acerto", "acertos"),
    "charge": ("portes", "portes de envio", "frete", "transporte", "taxa de serviço", "ecovalor"),
    "discount": (
        "desconto", "descontos", "abatimento", "retenção", "retenção na fonte",
        "desconto comercial", "total descontos",
    ),
    "paid": (
        "numerário", "dinheiro", "multibanco", "cartão", "pago", "valor pago", "valor entregue",
        "cartão de crédito", "entregue", "total pago",
    ),
    "change": ("troco",),
    "prepaid": ("adiantamento", "sinal", "já pago", "adiantamentos", "valor já pago"),
    "quantity_total": (
        "total artigos", "nº artigos", "total de itens", "qtd total", "qtd total de itens",
        "n.º artigos",
    ),
    "other_amount": ("capital social", "a transportar", "transporte de", "preço unitário"),
    "tax_summary": (
        "resumo iva", "taxa iva", "quadro resumo do iva", "taxa", "resumo de impostos",
        "resumo do iva", "quadro de iva", "taxa/valor",
    ),
    "seller": ("vendedor", "fornecedor", "emitente", "prestador"),
    "buyer": (
        "cliente", "comprador", "exmo(s) sr(s)", "exmos srs", "faturar a", "destinatário",
        "adquirente", "nif cliente", "contribuinte cliente", "dados do cliente",
        "nome do cliente", "tomador", "nif do cliente", "nif adquirente", "exmo sr",
        "contribuinte do cliente",
    ),
    "delivery": (
        "local de entrega", "morada de entrega", "endereço de entrega", "local de descarga",
        "descarga", "entregar a",
    ),
    "vat_id": (
        "nif", "contribuinte", "nipc", "n.º contribuinte", "nº contribuinte", "contribuinte nº",
        "nif/nipc", "cnpj", "número de contribuinte", "nº de contribuinte", "contribuinte n.º",
        "nº contrib", "contrib nº", "n.i.f.",
    ),
    "registration": ("capital social", "matrícula", "conservatória", "c.r.c", "inscrição estadual"),
    "iban": ("iban/nib", "nib"),
    "bank": ("banco", "titular", "dados bancários", "transferência bancária", "forma de pagamento"),
    "contact": (
        "telefone", "telemóvel", "telf", "tel", "correio eletrónico", "celular", "contacto",
        "tlm", "site",
    ),
    "name": ("nome", "empresa", "firma", "designação social", "razão social"),
    "address": ("morada", "endereço", "sede"),
    "exempt": (
        "isento de iva", "iva autoliquidação", "isento", "iva - regime de isenção", "não sujeito",
        "isenção de iva", "iva regime de isenção",
    ),
    "col_position": ("nº", "linha", "item"),
    "col_article": ("código", "ref", "referência", "artigo", "cód"),
    "col_description": (
        "descrição", "designação", "artigo", "produto", "serviço", "descrição do produto",
        "descritivo",
    ),
    "col_quantity": ("quantidade", "qtd", "qtd.", "quant", "qt", "horas", "qtde", "qde"),
    "col_unit": ("unidade", "un", "uni", "unid"),
    "col_unit_price": (
        "preço", "preço unitário", "preço unit", "p. unitário", "pr. unit", "valor unitário",
        "p. unit.", "pr. unitário", "preço un", "p.v.p", "p.u.", "pvp", "preço s/ iva",
    ),
    "col_discount": ("desconto", "desc", "desc %", "dto"),
    "col_tax": ("iva", "iva %", "% iva", "taxa iva", "taxa", "imposto", "tx iva"),
    "col_subtotal": (
        "valor", "total", "total líquido", "valor total", "importância", "montante",
        "total linha", "subtotal", "valor líquido", "preço total", "total s/ iva",
    ),
}
