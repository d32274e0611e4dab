-- a copy asks the language model of its own environment, not production's with its key; limits,
-- retention and redaction stay
DELETE FROM ir_config_parameter
 WHERE key IN ('insightpulse_ai.provider', 'insightpulse_ai.ollama_base_url',
               'insightpulse_ai.ollama_model', 'insightpulse_ai.openai_base_url',
               'insightpulse_ai.openai_model', 'insightpulse_ai.openai_api_key',
               'insightpulse_ai.context_tokens');
