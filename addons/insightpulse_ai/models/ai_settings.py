import configparser
import functools
import time
from dataclasses import replace

from odoo import api, models
from odoo.tools import config

from ..providers import InvalidConfiguration, from_environment, make
from ..providers.address import parse
from ..providers.errors import ProviderError
from ..providers.sealing import CannotOpen, is_sealed, unseal
from ..providers.settings import OPENAI_URL
from ..trust.around import Around
from ..trust.patterns import Unsafe
from ..trust.veiled import Veiling

SECTION = "insightpulse_ai"
# the section's keys, which are system parameters too, as providers/settings.py names them
VARIABLES = {
    "provider": "AI_PROVIDER",
    "ollama_base_url": "OLLAMA_BASE_URL",
    "ollama_model": "OLLAMA_MODEL",
    "openai_base_url": "OPENAI_BASE_URL",
    "openai_model": "OPENAI_MODEL",
    "openai_api_key": "OPENAI_API_KEY",
    "embedding_model": "AI_EMBEDDING_MODEL",
    "context_tokens": "AI_CONTEXT_TOKENS",
}
OPERATORS = {"allow_private_addresses": "AI_ALLOW_PRIVATE_ADDRESSES"}
KEY = "openai_api_key"
SEALED_OTHERWISE = (
    "The key that was entered in the settings does not open: it was entered for another "
    "OPENAI_BASE_URL, or encrypted under another ODOO_ADMIN_PASSWORD (sealing_key in Odoo's "
    "configuration file). Enter it again, or forget it there and set OPENAI_API_KEY in the "
    "environment."
)
# what only the database says, with what holds where it says nothing
NUMBERS = {
    "quota_questions": 0,
    "quota_tokens": 0,
    "keep_texts_days": 365,
    "keep_rows_days": 1095,
}
REDACTED = {"redact_iban": "IBAN", "redact_card": "card", "redact_email": "e-mail",
            "redact_phone": "phone"}  # fmt: skip


class AiSettings(models.AbstractModel):
    _name = "ai.settings"
    _description = "Which language model is asked"

    @api.model
    def _configuration(self, substitute="", **changes):
        """Return the :class:`~..providers.Configuration` in force, or with ``changes`` to it.
        ``substitute``: the OpenAI server that may answer where Ollama does not.

        A system parameter ``insightpulse_ai.NAME`` beats the configuration file, which is the
        operator's. Only the operator can allow a private address; and the operator's key goes
        to the operator's address, not to another one that an administrator entered.

        :raise InvalidConfiguration: with all faults at once
        """
        parameters = self._parameters() | {name: text for name, text in changes.items() if text}
        wanted = in_force(self._file_settings(), parameters)
        return replace(wanted, around=self._around(wanted, substitute))

    @api.model
    def _around(self, wanted, substitute):
        """Return what is put around the provider, if anything."""
        veiling = self._veiling() if self._parameter("redact_sent") else None
        other = None
        if substitute and wanted.provider == "ollama":
            other = self._substitute(substitute)
        return Around(veiling, other) if veiling or other else None

    @api.model
    def _substitute(self, endpoint):
        """Return the configuration of OpenAI, if it is the server that was consented to."""
        try:
            other = self._configuration(provider="openai")
            return replace(other, around=None) if make(other).endpoint == endpoint else None
        except (InvalidConfiguration, ProviderError):
            return None

    @api.model
    def _veiling(self):
        veiling = Veiling(*self._redaction())
        try:
            veiling.found()
        except Unsafe as error:  # nothing is sent rather than too much
            raise InvalidConfiguration([str(error)]) from None
        return veiling

    @api.model
    def _redaction(self):
        """Return ``(kinds, own expressions)`` that are redacted, as ``Veiling`` takes them."""
        kinds = tuple(kind for name, kind in REDACTED.items() if self._parameter(name))
        return kinds, self._parameter("redact_own")

    @api.model
    def _number(self, name):
        """Return one of ``NUMBERS``; 0 stands for no limit, and for ever."""
        text = self._parameter(name)
        return int(text) if text.isdecimal() else NUMBERS[name]

    @api.model
    def _parameter(self, name):
        # sudo: see _parameters
        return self.env["ir.config_parameter"].sudo().get_param(f"{SECTION}.{name}") or ""

    @api.model
    def _parameters(self):
        """Return what is set in the database, by the names of ``VARIABLES``."""
        # sudo: system parameters are the administrator's, but everybody's questions are asked
        # with them; the key does not leave the server.
        get_param = self.env["ir.config_parameter"].sudo().get_param
        found = {name: get_param(f"{SECTION}.{name}") for name in VARIABLES}
        return {name: text for name, text in found.items() if text}

    @api.model
    def _file_settings(self):
        """Return the section of Odoo's configuration file, as it is."""
        return dict(_file_section(config["config"]))

    @api.model
    def _told(self, agent=None):
        """Return what people are told of the provider in force, or of the agent's: name, model,
        endpoint, local; substitute: the endpoint that is asked where that one is down, or empty."""
        try:
            configuration = self._configuration(**agent._changes() if agent else {})
            provider = make(configuration)
            other = configuration.around and configuration.around.substitute
            substitute = make(other).endpoint if other else ""
        except (InvalidConfiguration, ProviderError):
            return {"name": "", "model": "", "endpoint": "", "local": False, "substitute": ""}
        return {
            "name": provider.name,
            "model": configuration.model,
            "endpoint": provider.endpoint,
            "local": is_local(configuration),
            "substitute": substitute,
        }

    @api.model
    def _parallel(self):
        """Return how many runs a model server is asked at once, by all of Odoo."""
        text = self._file_settings().get("parallel", "")
        return max(1, int(text)) if text.isdecimal() else 1

    @api.model
    def _problem(self):
        """Return ``(problem, remedy)`` of the configuration, both empty if there is none."""
        try:
            configuration = self._configuration()
        except InvalidConfiguration as error:
            return "\n".join(error.faults), self._remedy()
        if configuration.provider == "none":
            return self.env._("No language model is set up."), self._remedy()
        return "", ""

    @api.model
    def _remedy(self):
        if self.env.user.has_group("base.group_system"):
            return self.env._(
                "Choose a provider in the settings of InsightPulse AI, or set AI_PROVIDER in the "
                "environment."
            )
        return self.env._("Ask your administrator to set it up in the settings of InsightPulse AI.")


def in_force(section, parameters):
    """Return the configuration of the file's ``section`` and of the system parameters, as
    :meth:`AiSettings._configuration` says, with nothing around it.

    :raise InvalidConfiguration: with all faults at once
    """
    values = {**section, **parameters}
    if KEY not in parameters and _elsewhere(section, values):
        values.pop(KEY, None)
    if is_sealed(values.get(KEY) or ""):
        values[KEY] = _opened(section, values)
    operators = from_environment(
        _environment({**section, "provider": "none"}, VARIABLES | OPERATORS)
    )
    return replace(
        from_environment(_environment(values, VARIABLES)),
        allow_private=operators.allow_private,
        allowed_hosts=operators.allowed_hosts,
    )


def purpose(values):
    """What a key that is entered now is sealed for: to be sent to the address of ``values``."""
    try:
        return parse(values.get("openai_base_url") or OPENAI_URL).url
    except ProviderError:
        return ""


def _opened(section, values):
    """Return the key of ``values`` in clear; empty if another provider is asked, who needs none.

    :raise InvalidConfiguration: it does not open
    """
    if values.get("provider") != "openai":
        return ""
    try:
        return unseal(values[KEY], section.get("sealing_key") or "", purpose(values))
    except CannotOpen:
        raise InvalidConfiguration([SEALED_OTHERWISE]) from None


def is_same(name, wanted):
    """Ollama's names end in a tag, which is ``latest`` where none is named."""
    return name in (wanted, f"{wanted}:latest")


def is_local(configuration):
    """Whether the server is in a private network; asked of the resolver every five minutes."""
    return _is_local(configuration, time.monotonic() // 300)


@functools.lru_cache(maxsize=8)
def _is_local(configuration, _period):
    return make(configuration).is_local


def _environment(values, names):
    return {variable: values.get(name) or "" for name, variable in names.items()}


def _elsewhere(section, values):
    """Whether ``values`` name another OpenAI server than the configuration file's ``section``."""
    ours, theirs = (found.get("openai_base_url") or OPENAI_URL for found in (section, values))
    try:
        return parse(ours).url != parse(theirs).url
    except ProviderError:
        return True


@functools.cache
def _file_section(path):
    """Return the ``[insightpulse_ai]`` section of the configuration file at ``path``."""
    # Odoo itself reads the section [options] only.
    parser = configparser.ConfigParser(interpolation=None)
    if path:
        parser.read(path, encoding="utf-8")
    return dict(parser[SECTION]) if parser.has_section(SECTION) else {}
