-- a copy asks the language model of its own environment, not production's with its key
DELETE FROM ir_config_parameter WHERE key LIKE 'insightpulse\_ai.%';
