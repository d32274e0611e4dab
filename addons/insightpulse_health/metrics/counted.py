"""What the processes count, in files that all of them share.

Import it after ``start``: prometheus_client looks at its environment when it is loaded, and a
metric belongs to the kind of storage that there is when it is defined.
"""

from prometheus_client import Counter, Gauge, Histogram

SECONDS = (0.025, 0.1, 0.5, 2.5, 10)
"""Few: each bucket of each label set takes a kilobyte in each process."""

requests = Histogram(
    "odoo_http_request_duration_seconds",
    "Seconds until the answer begins",
    ("route", "method", "status"),
    buckets=SECONDS,
    registry=None,
)
rpc_errors = Counter(
    "odoo_rpc_errors", "Errors of the server that the web client was told with status 200",
    registry=None,
)  # fmt: skip
worker_starts = Counter(
    "odoo_worker_starts", "Workers forked, recycled ones included", ("kind",), registry=None
)
pool = Gauge(
    "odoo_database_pool_connections",
    "Connections of a process to the database",
    ("mode", "state"),
    multiprocess_mode="liveall",
    registry=None,
)
cron_runs = Counter(
    "odoo_cron_runs", "Scheduled actions that ended, by outcome", ("outcome",), registry=None
)
cron_seconds = Counter("odoo_cron_seconds", "Seconds in scheduled actions", registry=None)
ocr_documents = Counter(
    "odoo_ocr_documents", "Documents given to the OCR service", ("outcome",), registry=None
)
ocr_pages = Counter("odoo_ocr_pages", "Pages read by the OCR service", registry=None)
ocr_seconds = Counter("odoo_ocr_seconds", "Seconds spent on reading documents", registry=None)
ai_runs = Counter(
    "odoo_ai_runs", "Runs of an AI agent, by outcome", ("provider", "outcome"), registry=None
)
ai_tokens = Counter(
    "odoo_ai_tokens", "Tokens of AI models", ("provider", "direction"), registry=None
)
ai_seconds = Counter(
    "odoo_ai_seconds", "Seconds in runs of AI agents", ("provider",), registry=None
)
