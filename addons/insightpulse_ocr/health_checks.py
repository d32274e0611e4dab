"""What System Health is told of the OCR service. Loaded by ``insightpulse_health`` alone, if it is
there: nothing here depends on it otherwise."""

from odoo.addons.insightpulse_health.checking import PASS, WARN, Check, Result
from odoo.tools import config

from .models.ocr_service import DEFAULT_URL, _file_section
from .service import Busy, Client, InvalidAddress, ServiceError

SECONDS = 2.0
LONG_QUEUE = 20
"""Documents: at half a minute each, the last of them is read in ten minutes."""

LOADS = "Wait a minute. If it stays so, its log says why the recogniser does not start."
BUSY = (
    "Nothing has to be done: they are read one after the other. If it is always so, give the OCR "
    "service a faster machine."
)
AWAY = (
    "Start the OCR service, or see on its platform why it stopped; then compare OCR_SERVICE_URL "
    "(or Settings ‣ OCR) with its address. Documents wait meanwhile, and are read when it is back."
)
PARAMETERS = ("insightpulse_ocr.service_url", "insightpulse_ocr.service_token")


def run(context):
    rows = context.rows("SELECT key, value FROM ir_config_parameter WHERE key IN %s", (PARAMETERS,))
    address, token = settings(dict(rows), _file_section(config["config"]))
    try:
        client = Client(address, token, connect_seconds=SECONDS)
        return judged(client.health(SECONDS)["queue"])
    except InvalidAddress as error:
        return Result(WARN, f"The OCR service's address is none: {error}", AWAY)
    except Busy:
        return Result(WARN, "The OCR service loads its weights.", LOADS, "loading")
    except ServiceError as error:
        words = f"The OCR service does not answer as it should ({error.code})."
        return Result(WARN, words, AWAY, "away")


def settings(parameters, section):
    """Return ``(address, token)``, as ``ocr.service`` has them: by SQL, outside Odoo's pool."""
    url, token = (parameters.get(name) for name in PARAMETERS)
    return (
        url or section.get("service_url") or DEFAULT_URL,
        token or section.get("service_token") or "",
    )


def judged(queue):
    if queue <= LONG_QUEUE:
        return Result(PASS, value=queue, unit="documents")
    words = f"{queue} documents wait in the OCR service."
    return Result(WARN, words, BUSY, queue, "documents")


CHECKS = (
    Check(
        "ocr:service", "OCR service", run, seconds=SECONDS + 1.5, late=WARN, every=30.0,
        of_instance=True,
    ),
)  # fmt: skip
