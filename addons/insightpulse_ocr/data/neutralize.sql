-- a copy takes the OCR service of its own environment, not production's with its token
DELETE FROM ir_config_parameter
 WHERE key IN ('insightpulse_ocr.service_url', 'insightpulse_ocr.service_token');

-- what production was about to do is production's; reading a document stays harmless
UPDATE queue_job
   SET state = 'cancelled', date_cancelled = now() AT TIME ZONE 'UTC'
 WHERE state IN ('wait_dependencies', 'pending', 'enqueued', 'started')
   AND model_name <> 'ocr.document';
