"""The lock on a real server: who comes second waits, and a pooler's port is found out."""

from __future__ import annotations

import threading
import time

import pytest

from boot import database, session


@pytest.mark.parametrize(("mode", "kept"), [("transaction", False), ("session", True)])
def test_a_transaction_pooler_on_the_session_port_is_found_out(server, books, pooler, mode, kept):
    port = str(pooler(mode))
    settings = server.settings(books, POSTGRES_PORT=port)
    for _ in range(3):  # also once the pooler has server connections to choose from
        sentence = session.fault(settings)
        assert (sentence is None) == kept
    if sentence:
        assert f"POSTGRES_SESSION_PORT={port} at 127.0.0.1 is a transaction pooler's" in sentence
        with pytest.raises(session.NoSession, match=port), session.locked(settings, print):
            pass


def test_the_database_itself_keeps_sessions_beside_a_pooler(server, books, pooler):
    settings = server.settings(
        books, POSTGRES_PORT=str(pooler("transaction")), POSTGRES_SESSION_PORT=str(server.port)
    )
    assert session.fault(settings) is None


def test_who_comes_second_waits_and_says_so_once(server, books, monkeypatch):
    monkeypatch.setattr(session, "_RETRY_SECONDS", 0.05)
    settings = server.settings(books)
    order: list[str] = []
    said: list[str] = []

    def second() -> None:
        with session.locked(settings, said.append):
            order.append("second")

    thread = threading.Thread(target=second)
    with session.locked(settings, said.append):
        thread.start()
        time.sleep(0.5)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]
    assert said == ["another instance is installing or upgrading: waiting for it"]


def test_a_lock_is_released_with_the_connection_of_its_holder(server, books):
    settings = server.settings(books)
    holder = database.connect(settings, books)
    holder.cursor().execute(f"SELECT pg_try_advisory_lock({session.LOCK})")
    holder.close()
    said: list[str] = []
    with session.locked(settings, said.append):
        pass


def test_databases_of_one_server_do_not_wait_for_each_other(server, books):
    said: list[str] = []
    with (
        session.locked(server.settings(books), said.append),
        session.locked(server.settings("postgres"), said.append),
    ):
        pass
    assert said == []
