from . import health_day, health_sample, health_state, ir_http
