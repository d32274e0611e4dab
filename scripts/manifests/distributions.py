"""Which distribution brings which Python package, and which of them come with Odoo."""

from __future__ import annotations

import re
import sys

# packages whose distribution has another name
_DISTRIBUTION_OF = {
    "bs4": "beautifulsoup4", "Crypto": "pycryptodome", "cups": "pycups", "cv2": "opencv-python",
    "dateutil": "python-dateutil", "docx": "python-docx", "dns": "dnspython",
    "dotenv": "python-dotenv", "facturx": "factur-x", "fitz": "PyMuPDF", "git": "GitPython",
    "github": "PyGithub", "jose": "python-jose", "jwt": "PyJWT", "ldap": "python-ldap",
    "lxml_html_clean": "lxml-html-clean", "magic": "python-magic", "markdown": "Markdown",
    "MySQLdb": "mysqlclient", "OpenSSL": "pyOpenSSL", "paho": "paho-mqtt", "PIL": "pillow",
    "pkg_resources": "setuptools", "psycopg2": "psycopg2", "pyzbar": "pyzbar",
    "saml2": "pysaml2", "sass": "libsass", "serial": "pyserial", "skimage": "scikit-image",
    "sklearn": "scikit-learn", "slugify": "python-slugify", "stdnum": "python-stdnum",
    "telegram": "python-telegram-bot", "unidecode": "Unidecode", "usb": "pyusb",
    "websocket": "websocket-client", "win32print": "pywin32", "xlsxwriter": "XlsxWriter",
    "yaml": "PyYAML", "zmq": "pyzmq",
}  # fmt: skip

# What Odoo 19 itself requires: the image brings it as system packages. ofxparse brings
# beautifulsoup4, and the addon html_editor relies on it.
_OF_ODOO = frozenset(
    [
        "asn1crypto",
        "babel",
        "beautifulsoup4",
        "cbor2",
        "chardet",
        "cryptography",
        "decorator",
        "docutils",
        "freezegun",
        "geoip2",
        "gevent",
        "greenlet",
        "idna",
        "jinja2",
        "libsass",
        "lxml",
        "lxml-html-clean",
        "markupsafe",
        "maxminddb",
        "num2words",
        "ofxparse",
        "openpyxl",
        "packaging",
        "passlib",
        "pillow",
        "polib",
        "psutil",
        "psycopg2",
        "psycopg2-binary",
        "pyopenssl",
        "pypdf",
        "pypdf2",
        "pyserial",
        "python-dateutil",
        "python-ldap",
        "python-magic",
        "python-stdnum",
        "pytz",
        "pyusb",
        "qrcode",
        "reportlab",
        "requests",
        "rjsmin",
        "rl-renderpm",
        "setuptools",
        "urllib3",
        "vobject",
        "websocket-client",
        "werkzeug",
        "xlrd",
        "xlsxwriter",
        "xlwt",
        "zeep",
    ]
)


def normalized(name: str) -> str:
    """A distribution's name as PyPI compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def distribution_of(package: str) -> str:
    """The distribution of an importable package: mostly its own name."""
    return _DISTRIBUTION_OF.get(package, package)


def is_import_name(name: str) -> bool:
    """Whether ``name`` is that of a package whose distribution is called otherwise."""
    other = _DISTRIBUTION_OF.get(name)
    return other is not None and normalized(other) != normalized(name)


def comes_with_odoo(distribution: str) -> bool:
    return normalized(distribution) in _OF_ODOO


def comes_with_python(package: str) -> bool:
    return package in sys.stdlib_module_names or package == "__future__"
