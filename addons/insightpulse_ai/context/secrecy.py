"""What no language model is ever told, or lets anybody change, whoever asks."""

from __future__ import annotations

from .granting import GRANTING

SECRET = (
    "password", "passwd", "passphrase", "passcode", "_pass", "pwd", "token", "secret", "key", "api",
    "credential", "totp", "signup", "oauth", "webhook", "access_code", "verification_code",
    "session_identifier", "hashiv",
)  # fmt: skip
"""Of fields whose name holds one of these, nothing is told."""

SECRET_WORDS = frozenset({"pin", "puk", "otp", "cvc", "cvv", "csid"})
"""Of fields whose name has one of these between its underscores, nothing is told, either: they are
parts of harmless words. A CSID, with which Saudi invoices are sent, comes with its secret."""

REFUSED = (
    "ir.config_parameter", "res.users.apikeys", "res.users.log", "res.users.settings",
    "res.users.identitycheck", "res.device", "ir.mail_server", "fetchmail.server", "ir.logging",
    "ir.attachment", "ir.profile", "iap.account", "bus.", "auth", "payment.provider",
    "payment.token", "certificate.", "queue.", "session.", "web_push.", "mail.push", "mail.alias",
    "google.", "microsoft.", "change.password", "ai.", "base.module", "ir.qweb", "ir.ui",
)  # fmt: skip
"""Models, or beginnings of their names, that hold secrets, files, or what is said to models."""

DECIDING = (
    "ir.", "base.", "res.users", "res.groups", "res.company", "res.config", "mail.template",
    "mail.mail", "mail.message", "mail.followers", "digest.", "sms.", "spreadsheet.", "website",
)  # fmt: skip
"""Models, or beginnings of their names, that decide what people and the server may do."""


def is_secret(field: str, model: str = "") -> bool:
    """
    >>> is_secret("api_key_live"), is_secret("pin"), is_secret("shipping_date")
    (True, True, False)
    >>> is_secret("uuid", "discuss.channel"), is_secret("uuid", "account.move")
    (True, False)
    """
    name = field.lower()
    return (
        any(part in name for part in SECRET)
        or not SECRET_WORDS.isdisjoint(word.rstrip("0123456789") for word in name.split("_"))
        or name in GRANTING.get(model, ())
    )


def is_nameless(model: str) -> bool:
    """Whether the very name of such a record is a secret.

    >>> is_nameless("loyalty.card"), is_nameless("res.partner")
    (True, False)
    """
    return "display_name" in GRANTING.get(model, ())


def is_readable(model: str) -> bool:
    """
    >>> is_readable("account.move"), is_readable("res.users.apikeys.description")
    (True, False)
    """
    return not model.startswith(REFUSED) and not is_nameless(model)


def is_changeable(model: str) -> bool:
    """
    >>> is_changeable("account.move"), is_changeable("res.users"), is_changeable("ai.agent")
    (True, False, False)
    """
    return is_readable(model) and not model.startswith(DECIDING)
