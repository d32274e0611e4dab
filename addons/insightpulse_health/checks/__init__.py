"""The checks, one file each, and the one place in which they are listed.

A check asks and judges: what it asks comes from its ``Context``, from ``deployment`` or from the
kernel; what it makes of that is a function without either.
"""

from . import (
    backup,
    certificate,
    cron_failures,
    cron_lag,
    database_connections,
    database_pooler,
    database_read_only,
    database_size,
    database_time,
    file_store,
    file_store_lost,
    mail,
    memory_container,
    memory_processes,
    modules,
    odoo_build,
    queue_failures,
    queue_stuck,
    queue_waiting,
    session_port,
    workers,
    workers_busy,
)

ALL = (
    database_time.CHECK,
    database_read_only.CHECK,
    database_size.CHECK,
    database_connections.CHECK,
    database_pooler.CHECK,
    session_port.CHECK,
    file_store.CHECK,
    file_store_lost.CHECK,
    cron_lag.CHECK,
    cron_failures.CHECK,
    queue_waiting.CHECK,
    queue_failures.CHECK,
    queue_stuck.CHECK,
    mail.CHECK,
    memory_container.CHECK,
    memory_processes.CHECK,
    workers.CHECK,
    workers_busy.CHECK,
    backup.CHECK,
    certificate.CHECK,
    modules.CHECK,
    odoo_build.CHECK,
)
