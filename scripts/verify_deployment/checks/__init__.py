"""Every check, in the order in which they are reported."""

from __future__ import annotations

from verify_deployment.check import Check
from verify_deployment.checks import (
    assets,
    certificate,
    commit,
    connection,
    database_manager,
    https_redirect,
    job_route,
    liveness,
    login_page,
    readiness,
    security_headers,
    websocket,
)

ALL: tuple[Check, ...] = (
    connection.CHECK,
    liveness.CHECK,
    readiness.CHECK,
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
