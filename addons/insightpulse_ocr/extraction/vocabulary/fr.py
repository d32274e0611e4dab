"""French."""

# fmt: off
LABELS = {
    "title_invoice": (
        "facture", "facture d'acompte", "facture de solde", "facture pro forma",
        "note d'honoraires", "facture rectificative", "facture de vente",
    ),
    "title_credit_note": (
        "avoir", "facture d'avoir", "note de crédit", "facture avoir", "avoir sur facture",
    ),
    "title_receipt": ("ticket", "ticket de caisse", "reçu", "justificatif", "note"),
    "invoice_number": (
        "n° facture", "n° de facture", "numéro de facture", "facture n°", "facture no",
        "no facture", "facture numéro", "num facture", "réf facture", "référence facture",
        "avoir n°", "n° avoir", "n° d'avoir", "numéro d'avoir", "n° de ticket", "ticket n°",
        "facture nº", "numéro facture", "n° document", "n° du document", "facture #",
        "numéro de l'avoir", "note de crédit n°", "n° de pièce", "n° pièce", "numéro de document",
        "facture n",
    ),
    "number_word": ("n°", "numéro", "num"),
    "other_number": (
        "n° client", "numéro client", "code client", "réf client", "référence client",
        "votre référence", "notre référence", "n° commande", "n° de commande", "bon de commande",
        "commande n°", "commande", "votre commande", "bon de livraison", "bl n°", "bl",
        "référence", "réf", "réf marché", "facture liée", "facture d'origine", "n° de compte",
        "compte", "siret", "siren", "rcs", "ape", "code ape", "naf", "code naf", "rib",
        "n° tva client", "contrat", "n° contrat", "dossier", "affaire", "devis n°", "devis",
        "client", "caisse", "vendeur", "n° de client", "marché", "n° engagement", "engagement",
        "code service", "numéro de commande", "référence marché", "référence commande",
        "facture précédente", "page", "facture de référence", "facture initiale",
        "vos références", "nos références",
    ),
    "invoice_date": (
        "date de facture", "date facture", "date de la facture", "date d'émission", "émise le",
        "émis le", "date de facturation", "facturé le", "date d'édition", "facture du",
        "avoir du", "date de l'avoir", "date avoir", "date du document", "date d'avoir",
        "établie le", "fait le",
    ),
    "date": ("date", "le", "du", "en date du"),
    "due_date": (
        "date d'échéance", "échéance", "date échéance", "à payer avant le", "payable le",
        "à régler avant le", "date limite de paiement", "payable au plus tard le", "échéance le",
        "à régler le", "date de règlement", "date de paiement", "règlement avant le",
        "paiement au plus tard le", "payable avant le", "à régler avant", "date limite",
        "échéance de paiement", "à payer pour le", "paiement avant le", "dû le",
    ),
    "other_date": (
        "date de livraison", "date livraison", "date de commande", "date commande", "livré le",
        "livraison", "période", "date de prestation", "commande du", "date de vente",
        "période du", "date d'exécution", "date de la vente", "prestation du", "bl du",
        "bon de livraison du", "valable jusqu'au", "date de la prestation",
        "période de facturation", "devis du", "au",
    ),
    "total_gross": (
        "total ttc", "montant ttc", "total t.t.c", "net à payer", "ttc",
        "total toutes taxes comprises", "montant total ttc", "net à payer ttc", "total général",
        "total facture", "montant à payer", "total à payer", "total eur ttc", "total ttc eur",
        "total avoir", "montant total", "prix ttc", "total net ttc", "total de la facture",
        "montant de la facture", "total avoir ttc", "total ttc en euros", "total ttc à payer",
        "montant total de la facture",
    ),
    "total_plain": ("total", "montant", "somme", "total eur", "total euros"),
    "amount_due": (
        "solde à payer", "reste à payer", "solde", "solde dû", "reste dû", "montant dû",
        "solde net à payer", "net à régler", "à payer", "à régler", "restant dû", "net à déduire",
        "montant à régler", "net à rembourser",
    ),
    "untaxed": (
        "total ht", "montant ht", "total hors taxes", "total h.t", "ht", "total hors taxe",
        "montant hors taxe", "montant hors taxes", "total net ht", "sous-total ht", "base ht",
        "net ht", "total ht eur", "total eur ht", "montant total ht", "total hors tva",
        "total hors-taxes", "hors taxes", "net commercial", "total ht net", "htva", "total htva",
    ),
    "subtotal": ("sous-total", "sous total", "total brut ht", "total brut", "total lignes"),
    "tax": (
        "tva", "total tva", "montant tva", "total taxes", "dont tva", "montant de la tva",
        "t.v.a", "total t.v.a", "montant tva eur", "taxes", "taxe", "total des taxes",
        "montant taxe", "total taxe", "total tva eur", "tva collectée",
    ),
    "rounding": ("arrondi", "arrondis"),
    "charge": (
        "frais de port", "port", "frais de livraison", "livraison", "frais d'envoi",
        "éco-participation", "pourboire", "port ht",
    ),
    "discount": (
        "remise", "rabais", "ristourne", "escompte", "réduction", "remise globale",
        "total remise", "total remises",
    ),
    "paid": (
        "espèces", "carte bancaire", "cb", "payé", "chèque", "montant payé", "réglé",
        "total payé", "carte bleue", "virement", "règlement", "paiement",
    ),
    "change": ("rendu", "rendu monnaie", "monnaie", "à rendre", "monnaie rendue"),
    "prepaid": (
        "acompte", "acompte versé", "acomptes", "déjà réglé", "déjà payé", "avance",
        "acompte perçu", "montant déjà payé", "acomptes versés", "montant prépayé", "prépayé",
    ),
    "quantity_total": (
        "nombre d'articles", "nb articles", "total articles", "total quantité", "nb lignes",
    ),
    "other_amount": (
        "capital", "au capital de", "capital social", "report", "à reporter",
        "indemnité forfaitaire", "franco de port", "pénalités", "prix unitaire",
        "indemnité forfaitaire pour frais de recouvrement",
    ),
    "tax_summary": (
        "taux tva", "détail tva", "récapitulatif tva", "taux de tva", "ventilation tva",
        "détail de la tva", "code tva", "base tva", "taxe base", "bases ht",
    ),
    "seller": (
        "vendeur", "fournisseur", "émetteur", "prestataire", "expéditeur", "émis par",
        "vendu par",
    ),
    "buyer": (
        "client", "acheteur", "facturé à", "adresse de facturation", "destinataire", "facturer à",
        "facturation", "n° tva client", "tva client", "à l'attention de", "adressé à",
        "nom du client", "n° tva intracommunautaire client", "votre n° tva", "tva acheteur",
        "doit", "société cliente", "adresse facturation", "n° de tva client",
    ),
    "delivery": (
        "adresse de livraison", "livré à", "livrer à", "adresse livraison", "lieu de livraison",
        "site de livraison",
    ),
    "vat_id": (
        "n° tva", "tva intracommunautaire", "n° tva intracommunautaire", "numéro de tva",
        "tva intra", "n° de tva", "n° tva intra", "tva intracom", "numéro tva", "id tva", "tva",
        "n° de tva intracommunautaire", "tva intracommunautaire n°", "identifiant tva",
        "n° id tva", "numéro de tva intracommunautaire", "tva n°", "no tva", "che-tva",
    ),
    "tax_number": ("numéro fiscal", "n° fiscal"),
    "registration": (
        "siret", "siren", "rcs", "capital", "ape", "naf", "sarl au capital", "sas au capital",
        "registre du commerce", "n° siret", "gérant",
    ),
    "iban": ("code iban",),
    "bank": (
        "banque", "titulaire", "titulaire du compte", "coordonnées bancaires", "domiciliation",
        "rib", "nom de la banque",
    ),
    "contact": (
        "tél", "téléphone", "télécopie", "courriel", "mail", "site", "portable",
        "contact commercial", "contact", "mobile", "site web", "télécopieur",
    ),
    "name": ("nom", "société", "raison sociale"),
    "address": ("adresse", "siège social"),
    "exempt": (
        "tva non applicable", "exonération de tva", "exonéré de tva", "autoliquidation",
        "franchise de tva", "art 293 b", "exonérée de tva", "exonéré",
    ),
    "col_position": ("n°", "ligne"),
    "col_article": ("réf", "référence", "code", "code article", "article", "réf article"),
    "col_description": (
        "désignation", "description", "libellé", "article", "produit", "prestation", "détail",
        "intitulé", "désignation des produits",
    ),
    "col_quantity": ("quantité", "qté", "qte", "nombre", "nb", "heures", "jours", "quant"),
    "col_unit": ("unité", "u", "un"),
    "col_unit_price": (
        "prix unitaire", "pu", "pu ht", "prix unitaire ht", "p.u", "p.u. ht", "prix unit",
        "tarif", "prix u", "prix", "pu net", "prix unit ht", "prix unitaire net", "prix net",
        "pu ht net", "prix u ht",
    ),
    "col_discount": ("remise", "rem", "rem %", "remise %", "rem."),
    "col_tax": (
        "tva", "taux tva", "tva %", "% tva", "taux", "taux de tva", "taxe", "taxes", "code tva",
    ),
    "col_subtotal": (
        "montant", "montant ht", "total ht", "total", "prix ht", "prix total", "total ligne",
        "prix total ht", "montant total", "montant net", "total net", "montant eur", "sous-total",
        "montant net ht",
    ),
}
