from . import (
    ai_run,
    ai_run_asking,
    chatbot_script,
    chatbot_script_step,
    discuss_channel,
)
