"""Every check, in the order in which they are reported."""

from __future__ import annotations

from verify_deployment.check import Check
from verify_deployment.checks import (
    assets,
    certificate,
    commit,
    database_manager,
    health,
    https_redirect,
    job_route,
    login_page,
    security_headers,
    websocket,
)

ALL: tuple[Check, ...] = (
    health.CHECK,
    login_page.CHECK,
    commit.CHECK,
    assets.CHECK,
    websocket.CHECK,
    security_headers.CHECK,
    database_manager.CHECK,
    job_route.CHECK,
    certificate.CHECK,
    https_redirect.CHECK,
)
