"""What System Health is told of the AI server. Loaded by ``insightpulse_health`` alone, if it is
there: nothing here depends on it otherwise."""

from odoo.addons.insightpulse_health.checking import PASS, WARN, Check, Result
from odoo.tools import config

from .models.ai_settings import KEY, SECTION, VARIABLES, _file_section, in_force, is_same
from .providers import Deadline, InvalidConfiguration, ProviderError, make
from .providers.sealing import is_sealed

SECONDS = 2.5
SETTINGS = "Correct it in Settings ‣ AI, or in the environment (AI_PROVIDER and what it needs)."
MODEL = (
    "Settings ‣ AI ‣ “Choose a model” shows what the server has, and “Downloads” lets Ollama "
    "download one; or set OLLAMA_MODEL or OPENAI_MODEL to another one."
)
PLAIN = "The key of the OpenAI account is plain text in the database, and in each backup of it."
REPLACE = (
    "Replace it at OpenAI, and enter the new one in Settings ‣ AI, where it is encrypted; or "
    "forget it there, and set OPENAI_API_KEY in the environment."
)


def run(context):
    names = tuple(f"{SECTION}.{name}" for name in VARIABLES)
    rows = context.rows("SELECT key, value FROM ir_config_parameter WHERE key IN %s", (names,))
    parameters = {key.removeprefix(f"{SECTION}."): value for key, value in rows if value}
    try:
        configuration = in_force(_file_section(config["config"]), parameters)
    except InvalidConfiguration as error:
        # the faults name variables and the values of addresses and choices, no key
        return Result(WARN, f"The AI settings are wrong: {'; '.join(error.faults)}", SETTINGS)
    if parameters.get(KEY) and not is_sealed(parameters[KEY]):
        return Result(WARN, PLAIN, REPLACE)
    if configuration.provider == "none":
        return Result(PASS, "not used")
    return asked(configuration)


def asked(configuration):
    """What the server says, which is only asked for the names of its models: no prompt is sent."""
    deadline = Deadline(connect=SECONDS, idle=SECONDS, total=SECONDS)
    try:
        provider = make(configuration)
        models = provider.names(deadline)
    except ProviderError as error:
        return Result(WARN, f"The AI server does not answer: {error.message}", error.remedy)
    return judged(provider.endpoint, configuration.model, models)


def judged(endpoint, wanted, models):
    if any(is_same(name, wanted) for name in models):
        return Result(PASS, value=wanted, component=endpoint)
    words = f"The AI server {endpoint} has no model {wanted} (it has {len(models)} others)."
    return Result(WARN, words, MODEL, wanted, component=endpoint)


CHECKS = (Check("ai:model", "AI server", run, seconds=SECONDS + 1.5, late=WARN, every=120.0),)
