"""The environment of a working installation, for tests to change."""

SECRETS = {
    "POSTGRES_PASSWORD": "pg%secret;1",
    "ODOO_ADMIN_PASSWORD": "admin-secret-2",
    "OCR_SERVICE_TOKEN": "ocr-secret-3",
    "OPENAI_API_KEY": "sk-secret-4",
    "DATABASE_URL": "postgres://odoo:pg%25secret%3B1@db.example:6432/books?sslmode=verify-full",
}

REQUIRED = {
    "POSTGRES_HOST": "db.example",
    "POSTGRES_USER": "odoo",
    "POSTGRES_PASSWORD": SECRETS["POSTGRES_PASSWORD"],
    "ODOO_ADMIN_PASSWORD": SECRETS["ODOO_ADMIN_PASSWORD"],
}

COMPLETE = REQUIRED | {
    "DATABASE_URL": SECRETS["DATABASE_URL"],
    "POSTGRES_PORT": "6432",
    "POSTGRES_SESSION_PORT": "6433",
    "POSTGRES_SSLMODE": "verify-full",
    "POSTGRES_DB": "books",
    "PORT": "8080",
    "HTTP_INTERFACE": "127.0.0.1",
    "TRUSTED_PROXIES": "192.0.2.7, 2001:db8::/32",
    "CLIENT_ADDRESS_HEADER": "DO-Connecting-IP",
    "LOGIN_ATTEMPTS_PER_MINUTE": "60",
    "INTERNAL_HTTP_PORT": "9071",
    "INTERNAL_EVENTED_PORT": "9072",
    "ODOO_WORKERS": "3",
    "ODOO_MAX_CRON_THREADS": "2",
    "ODOO_DB_MAXCONN": "16",
    "INSTANCE_MEMORY": "8G",
    "ODOO_LIMIT_MEMORY_HARD": "2000000000",
    "ODOO_LIMIT_MEMORY_SOFT": "1000000000",
    "ODOO_LIMIT_TIME_CPU": "90",
    "ODOO_LIMIT_TIME_REAL": "180",
    "ODOO_INIT_MODULES": "web, account",
    "ODOO_WITH_DEMO": "1",
    "ODOO_ADDONS_PATH": "/srv/ours:/srv/oca",
    "ODOO_DATA_DIR": "/srv/data",
    "ODOO_FILESTORE": "db",
    "ODOO_DATABASE_MANAGER": "1",
    "ODOO_LOG_LEVEL": "warn",
    "OCR_SERVICE_URL": "https://ocr.example/",
    "OCR_SERVICE_TOKEN": SECRETS["OCR_SERVICE_TOKEN"],
    "AI_PROVIDER": "openai",
    "OLLAMA_BASE_URL": "http://ollama.example:11434/",
    "OPENAI_API_KEY": SECRETS["OPENAI_API_KEY"],
    "OPENAI_MODEL": "a-model",
}
