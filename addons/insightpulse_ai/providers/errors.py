"""The errors in which a call to a provider may end: each says what, where, and what to do."""

from __future__ import annotations


class ProviderError(Exception):
    """Base class. ``str()`` is the message and the remedy, fit for a person to read.

    ``kind``     stable, machine-readable word
    ``message``  what happened, and where; quotes the server's words bounded and on one line
    ``remedy``   what to do about it
    ``passing``  whether the same call may succeed in a moment
    """

    kind = "provider_error"
    passing = False
    default_remedy = ""

    def __init__(self, message: str, remedy: str = "") -> None:
        self.message = message
        self.remedy = remedy or self.default_remedy
        super().__init__(f"{self.message} {self.remedy}".strip())


class NotConfigured(ProviderError):
    """No provider is chosen, or its Python package is not installed."""

    kind = "not_configured"
    default_remedy = "Set AI_PROVIDER to ollama or openai, and what it needs (see .env.example)."


class RefusedAddress(ProviderError):
    """An address that may not be asked, or a server that sends us to another one."""

    kind = "refused_address"
    default_remedy = (
        "Set the address of the AI server itself. For one in a private network, an operator has to "
        "set it in the environment, or AI_ALLOW_PRIVATE_ADDRESSES=1."
    )


class Unreachable(ProviderError):
    """No such name, or nobody who listens there."""

    kind = "unreachable"
    passing = True
    default_remedy = "Check that the AI server runs and that its address is right."


class ConnectTimeout(ProviderError):
    kind = "timeout_connect"
    default_remedy = "Check that the AI server runs, and the network and firewalls before it."


class IdleTimeout(ProviderError):
    """Connected, but the server has stalled, before the first token or in mid-answer."""

    kind = "timeout_idle"
    default_remedy = (
        "The AI server may be loading the model or be overloaded: try again in a minute, use a "
        "smaller model, or allow it more time."
    )


class TotalTimeout(ProviderError):
    kind = "timeout_total"
    default_remedy = "Ask for less at once, use a faster model, or allow it more time."


class Cut(ProviderError):
    """The connection ended in the middle of the answer."""

    kind = "cut"
    passing = True
    default_remedy = "Try again. If it happens again, look into the AI server's log."


class ModelMissing(ProviderError):
    kind = "model_missing"
    default_remedy = "Choose one of the server's models, or let it download this one."


class ServerFailed(ProviderError):
    """5xx, or an error that the server reports in mid-answer."""

    kind = "server_error"
    passing = True
    default_remedy = "Try again. If it happens again, look into the AI server's log."


class RefusedRequest(ProviderError):
    """The server understood, and does not want to: another 4xx, or its content filter."""

    kind = "refused_request"
    default_remedy = "Read what it says; another model may be able to do it."


class BadAnswer(ProviderError):
    """Something answers, but not in the protocol, or without bounds."""

    kind = "bad_answer"
    default_remedy = "Check that this is the address of the AI server, and the server's version."


class Unauthorised(ProviderError):
    kind = "unauthorised"
    default_remedy = "Check the key: that it is complete, not revoked, and may use this model."


class RateLimited(ProviderError):
    """429. ``retry_after`` are seconds, or ``None`` when not told."""

    kind = "rate_limited"
    passing = True
    default_remedy = "Wait a little, or raise the limit or the credit of the account."

    def __init__(self, message: str, remedy: str = "", retry_after: float | None = None) -> None:
        super().__init__(message, remedy)
        self.retry_after = retry_after
