from . import (
    ai_context,
    ai_conversation,
    ai_conversation_ask,
    ai_prompt,
    ai_proposal,
    ai_proposal_decision,
    ai_run,
    ai_run_note,
    ai_settings,
    res_config_settings,
)
