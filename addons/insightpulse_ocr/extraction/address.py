"""What looks like part of a postal address, and what looks like a company's name."""

from __future__ import annotations

import re
import unicodedata

# Legal forms, by which a line is a company's name in any language.
LEGAL_FORM = re.compile(
    r"(?<!\w)(?:sdn\.?\s?bhd\.?|s/b|bhd\.?|berhad|pte\.?\s?ltd\.?|pty\.?\s?ltd\.?|ltd\.?|limited|llc|llp|plc|inc\.?|"
    r"corp\.?|gmbh(?:\s?&\s?co\.?\s?kg)?|mbh|ag|kg|ohg|ug|gbr|e\.?k\.?|e\.?v\.?|eg|se|sarl|s\.a\.r\.l\.?|sas|sasu|"
    r"s\.a\.s\.?|eurl|sa|s\.a\.|sci|snc|s\.r\.[li]\.?|srl|srls|s\.p\.a\.?|spa|s\.n\.c\.|s\.a\.s|s\.?l\.?u?|s\.l\.|"
    r"b\.?v\.?|n\.?v\.?|bvba|vof|lda\.?|ltda\.?|unipessoal|eireli|s\.a|cv\.?|tbk\.?|oy|ab|a/s|aps|inh\.?|plt|"
    r"enterprise|enterprises|trading)(?!\w)",
    re.IGNORECASE,
)
# "PT Sumber Makmur", "CV. Jaya": the form stands first.
LEGAL_FORM_FIRST = re.compile(r"^(?:pt|cv|ud|fa)\.?\s+[A-Z]", re.IGNORECASE)
# The form alone on the line under its name.
FORM_ALONE = re.compile(
    r"^(?:\(\w{1,12}\)\s*)?(?:sdn\.?\s?bhd\.?|s/b|bhd\.?|berhad|pte\.?\s?ltd\.?|ltd\.?|limited|gmbh|"
    r"enterprise|trading)$",
    re.IGNORECASE,
)
_SHORT_FORMS = re.compile(
    r"(?<!\w)(?:ag|kg|se|sa|eg|ug|ab|oy|spa|cv|sci|plc|sas|inc|ek|ev|sl|bv|nv|e\.k|e\.v|s\.l|s\.a|slu)\.?(?!\w)",
    re.IGNORECASE,
)

BUSINESS_WORD = re.compile(
    r"(?<!\w)(?:restaurant|restoran|resto|cafe|café|kafe|bistro|bakery|bakeries|hotel|hardware|mart|market|supermarket|"
    r"hypermarket|store|stores|shop|shoppe|pharmacy|farmasi|klinik|clinic|stationery|bookstore|book|kedai|"
    r"perniagaan|syarikat|pasaraya|motor|auto|service|services|centre|center|company|industries|marketing|"
    r"electrical|electronics|furniture|optical|salon|beauty|gift|deco|seafood|kitchen|catering|foods?|"
    r"cash\s?&\s?carry|petrol|petroleum|station|stesen|minyak|garage|workshop|supplies|supply|holdings?|group|"
    r"solutions?|systems?|consulting|international|toko|warung|rumah makan|apotek|apotheke|"
    r"bäckerei|"
    r"boulangerie|boutique|librairie|pharmacie|farmacia|panadería|ristorante|trattoria|bar|studio|"
    r"werkstatt|\w*handel|\w*betrieb|\w*betriebe|bau|verlag|druckerei|agentur|praxis|kanzlei|fotograf|garten|betriebe|werke|stadtwerke|"
    r"ferretería|talleres|taller|bodega|panificio|officina|bakkerij|winkel|bouw|padaria|mercado|oficina|express|house|world|gallery|"
    r"handicraft|tailoring|tailor|advertising|delights|corner|palace|garden|pub|tap|grill|pizza|burger|tea|coffee|"
    r"delicious|gourmet|cuisine)(?!\w)",
    re.IGNORECASE,
)

_STREET = re.compile(
    r"(?<!\w)(?:jalan\w*|jaian|jaan|jaln|jln|jin|jl|lorong|lrg|persiaran|lebuh|lebuhraya|taman|tmn|kampung|kg|bandar|seksyen|section|sek|"
    r"wisma|menara|bangunan|plaza|kompleks|complex|mall|level|floor|ground|lot|unit|blok|block|blk|no|batu|pusat|kawasan|"
    r"perindustrian|medan|desa|bukit|seri|sri|ampang|street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|"
    r"suite|ste|square|sq|court|way|park|place|pl|close|house|building|bldg|po box|p\.o\. box|"
    r"strasse|straße|str|gasse|allee|ring|ufer|damm|postfach|"
    r"rue|av|boulevard|bd|chemin|impasse|route|quai|allee|cours|cedex|bp|zi|za|zac|residence|batiment|etage|"
    r"calle|avda|avenida|plaza|paseo|carrer|poligono|pol|ctra|carretera|camino|c/|"
    r"via|viale|piazza|corso|largo|vicolo|strada|localita|loc|"
    r"straat|laan|weg|plein|kade|gracht|singel|dreef|postbus|"
    r"rua|travessa|praca|estrada|alameda|lugar|apartado|andar|bairro|"
    r"kel|kec|kota|kabupaten|kab|provinsi|rt|rw|ruko|gedung|lantai|komplek|perum)(?!\w)\.?",
    re.IGNORECASE,
)
_STREET_SUFFIX = re.compile(
    r"\w{2,}(?:straße|strasse|str\.|gasse|weg|platz|allee|ring|ufer|damm|straat|laan|plein|kade|gracht|singel|hof|markt|berg)\s+\d+",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    r"(?<![\w.,-])(?:[A-Z]{1,2}[- ]?)?\d{4,5}(?:-\d{3,4})?(?![\d./])|(?<!\w)\d{4}\s?[A-Z]{2}(?!\w)|"
    r"(?<!\w)[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}(?!\w)|(?<!\w)\d{4}-\d{3}(?!\d)"
)
_POSTCODE_CITY = re.compile(
    r"(?<![\w.,-])(?:[A-Z]{1,3}[- ])?(?:\d{4,6}|\d{4}\s?[A-Z]{2}|\d{4}-\d{3}),?\s+"
    r"[A-ZÀ-Ý][\w'’À-ÿ.-]{1,}|"
    r"[A-Za-zÀ-ÿ.]{3,},?\s+(?:\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})$"
)
_PLACES = re.compile(
    r"(?<!\w)(?:selangor|kuala lumpur|johor|johor bahru|penang|pulau pinang|perak|ipoh|melaka|"
    r"negeri sembilan|"
    r"pahang|kedah|kelantan|terengganu|perlis|sabah|sarawak|putrajaya|w\.?p\.?|petaling jaya|"
    r"shah alam|"
    r"subang jaya|puchong|klang|cheras|darul ehsan|darul takzim|malaysia|singapore|"
    r"indonesia|jakarta|"
    r"deutschland|germany|france|españa|spain|italia|italy|nederland|portugal|österreich|schweiz|suisse|"
    r"united kingdom|england|usa|belgique|belgië|pj|k\.?l\.?|d\.?e\.?)(?!\w)",
    re.IGNORECASE,
)
REGISTRATION = re.compile(
    r"\(?\s*(?:(?:co|company|roc|reg|rcb|brn|ssm)\b[.:\s]*(?:(?:reg|no|number|n)\b[.:\s]*)*)?"
    r"\(?(?:\d{5,12}\s?[-–]?\s?[A-Z]|[A-Z]{2}\d{6,8}\s?[-–]\s?[A-Z])\)?\s*",
    re.IGNORECASE,
)
_TRAILING_REGISTRATION = re.compile(
    r"\s*[\[({]?\s*(?:co\.?\s?(?:reg)?\.?\s?(?:no)?\.?\s?:?\s*)?(?<![\w])(?:[A-Z]{0,3}\d{4,12}\s?[-–]?\s?[A-Z]{0,2}|\d{12}\s?\([^)]{3,12}\))\s*[\])}]?\s*\.?$",
    re.IGNORECASE,
)


def strip_registration(text: str) -> str:
    """A company's name without the registration number that follows it."""
    match = _TRAILING_REGISTRATION.search(text)
    if (
        match
        and match.start() >= 4
        and (
            text[match.start() : match.end()].strip()[:1] in "([{"
            or _has_letter_end(text[match.start() :])
        )
    ):
        text = text[: match.start()]
    return text.strip(" -–,:;")


def _has_letter_end(text: str) -> bool:
    return bool(re.search(r"\d\s?[-–]?\s?[A-Z]\W*$", text))


def is_registration(text: str) -> bool:
    """Only a registration number, as "(81109-A)"."""
    return bool(REGISTRATION.fullmatch(text.strip()))


def is_company(text: str) -> bool:
    """Holds a legal form; a form of two letters counts only behind a name, not inside a street."""
    match = LEGAL_FORM.search(text)
    if LEGAL_FORM_FIRST.match(text):
        return True
    while match:
        if not _SHORT_FORMS.fullmatch(match.group()):
            return True
        word = match.group()
        if (
            match.start() >= 3
            and (word.isupper() or "." in word or word[:1].isupper())
            and not re.search(r"\d\s*$", text[: match.start()])
        ):
            return True
        match = LEGAL_FORM.search(text, match.end())
    return False


def _unaccented(text: str) -> str:
    """OCR puts accents on badly printed letters ("Jaīan"): street words are compared without."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def starts_with_street(text: str) -> bool:
    return bool(_STREET.match(_unaccented(text)))


def is_specific(text: str) -> bool:
    """Names a street, a house or a postcode, not only a town: an address may begin here."""
    return any(c.isdigit() for c in text) or bool(_STREET.search(_unaccented(text)))


def score(text: str) -> float:
    """0 (no address) to about 3: street words, house numbers, postcodes and places."""
    points = 0.0
    digits = any(c.isdigit() for c in text)
    if _STREET_SUFFIX.search(text):
        points += 1.4
    streets = len(_STREET.findall(_unaccented(text)))
    if streets:
        points += 0.6 * min(streets, 3) + (0.4 if digits else 0.0)
    if _POSTCODE_CITY.search(text):
        points += 1.2
    elif _POSTCODE.search(text):
        points += 0.3
    if _PLACES.search(text):
        points += 0.7
    if text.rstrip().endswith(",") and points:
        points += 0.2
    if re.match(r"^\d{1,4}[a-zA-Z]?[,.]?\s+[A-ZÀ-Ý]", text) or re.search(
        r"[A-Za-zÀ-ÿ]{4,}\s+\d{1,4}\s?[a-zA-Z]?$", text
    ):
        points += 0.5
    return points
