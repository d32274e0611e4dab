{"name": "Request (for tests)", "version": "19.0.1.0.0", "license": "LGPL-3", "depends": ["web"]}
