"""Files in a bucket: the signature by AWS's published example, the rest on a real S3 server."""

from __future__ import annotations

import hashlib
import io
import os
import socket
import threading
import time
from contextlib import suppress
from datetime import datetime, timezone

import pytest

import s3
from s3 import bucket as bucket_module
from s3.signature import signed

from ..product.object_store import BUCKET, KEY_ID, SECRET, ObjectStore

CONTENT = b"a bill" * 5000


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("s3")
    server = ObjectStore(folder / "data", folder / "s3.log")
    server.start()
    yield server
    server.stop()


def bucket(server: ObjectStore, name: str = BUCKET, key_id: str = KEY_ID, secret: str = SECRET):
    return s3.Bucket(server.url, name, s3.Key(key_id, secret, "us-east-1"))


@pytest.fixture
def store(server, request):
    return s3.Store(bucket(server), s3.folder("", request.node.name))


def read(store: s3.Store, name: str) -> bytes:
    into = io.BytesIO()
    store.read(name, into)
    return into.getvalue()


def test_the_signature_of_amazons_example():
    # https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
    key = s3.Key("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1")
    headers = signed(
        key,
        "GET",
        "/test.txt",
        {},
        {"Host": "examplebucket.s3.amazonaws.com", "Range": "bytes=0-9"},
        hashlib.sha256(b"").hexdigest(),
        datetime(2013, 5, 24, tzinfo=timezone.utc),
    )
    assert headers["Authorization"].endswith(
        "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    )


def test_no_secret_is_in_what_a_key_looks_like():
    assert "hunter2" not in repr(s3.Key("id", "hunter2", "region"))


def test_equal_content_is_stored_once_and_comes_back(store, server):
    name = store.write(io.BytesIO(CONTENT))
    assert name == store.write(io.BytesIO(CONTENT))
    assert name.endswith(hashlib.sha256(CONTENT).hexdigest())
    assert read(store, name) == CONTENT
    assert list(store.names()) == [name]
    assert len(server.objects(store.folder)) == 1


def test_a_file_of_many_blocks(store):
    content = os.urandom(9_000_000)
    assert read(store, store.write(io.BytesIO(content))) == content


def test_what_is_deleted_is_missing(store):
    names = [store.write(io.BytesIO(CONTENT + bytes([number]))) for number in range(3)]
    store.delete(names[:2])
    store.delete(names[:1])  # no error
    assert list(store.names()) == names[2:]
    with pytest.raises(s3.Missing):
        read(store, names[0])


def test_more_objects_than_one_page(store, monkeypatch):
    names = {store.write(io.BytesIO(CONTENT + bytes([number]))) for number in range(25)}
    monkeypatch.setattr(bucket_module, "PAGE", "10")
    assert set(store.names()) == names
    monkeypatch.setattr("s3.store.DELETE_AT_ONCE", 10)
    store.delete(names)
    assert list(store.names()) == []


@pytest.mark.parametrize(
    "name",
    ["s3://../../etc/passwd", "s3://ab/../" + "a" * 62, "s3://ab/cd" + "0" * 62, "s3://", "x"],
)
def test_no_name_leads_out_of_the_folder(store, name):
    with pytest.raises(s3.Missing):
        read(store, name)
    with pytest.raises(s3.Missing):
        store.delete([name])


@pytest.mark.parametrize("database", ["odoo", "a/b", "../other", "ä b", "."])
def test_each_database_has_a_folder_of_its_own(database):
    try:
        folder = s3.folder("company", database)
    except ValueError:
        assert database == "."
    else:
        assert folder.startswith("company/")
        assert folder.count("/") == 1


def test_damaged_content_is_noticed(store, server):
    name = store.write(io.BytesIO(CONTENT))
    (path,) = (server.folder / BUCKET / store.folder).rglob("*/*")
    path.write_bytes(CONTENT[:-1] + b"!")
    with pytest.raises(s3.S3Error, match="is damaged"):
        read(store, name)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"key_id": "unknown"}, "InvalidAccessKeyId"),
        ({"secret": "wrong"}, "SignatureDoesNotMatch"),
        ({"name": "elsewhere"}, "NoSuchBucket"),
    ],
)
def test_a_refusal_is_neither_missing_nor_unavailable(server, change, code):
    refused = s3.Store(bucket(server, **change), "folder")
    with pytest.raises(s3.S3Error) as raised:
        list(refused.names())
    assert type(raised.value) is s3.S3Error
    assert raised.value.code == code
    with pytest.raises(s3.S3Error) as raised:
        refused.write(io.BytesIO(CONTENT))
    assert type(raised.value) is s3.S3Error


def test_a_server_that_is_away_is_asked_once_in_a_while():
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        away = s3.Bucket(
            f"http://127.0.0.1:{nobody.getsockname()[1]}", BUCKET, s3.Key("id", "secret", "r")
        )
        for _ in range(2):
            with pytest.raises(s3.Unavailable):
                away.has("x")  # what somebody wants to store is tried each time
        with pytest.raises(s3.Unavailable, match="a moment ago"):
            away.get("x", io.BytesIO())


def serving(answer):
    """A server that calls `answer` with each connection; returns its address."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


def test_a_server_that_takes_all_and_says_nothing(monkeypatch):
    monkeypatch.setattr(bucket_module, "SILENCE_SECONDS", 0.3)
    silent = s3.Bucket(serving(lambda connection: time.sleep(60)), BUCKET, s3.Key("i", "s", "r"))
    with pytest.raises(s3.Unavailable):
        silent.put("x", io.BytesIO(b"y"), 1, hashlib.sha256(b"y").hexdigest())


def test_a_server_that_drips(monkeypatch):
    def drip(connection):
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        with suppress(OSError):
            for _ in range(100):
                connection.sendall(b"x" * bucket_module.BLOCK)
                time.sleep(0.1)

    slow = s3.Bucket(serving(drip), BUCKET, s3.Key("i", "s", "r"), total=0.3)
    with pytest.raises(s3.Unavailable, match=r"not done in|does not answer"):
        slow.get("x", io.BytesIO())


def test_a_download_that_breaks_off():
    def break_off(connection):
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nx")
        connection.close()

    broken = s3.Bucket(serving(break_off), BUCKET, s3.Key("i", "s", "r"))
    with pytest.raises(s3.Unavailable):
        broken.get("x", io.BytesIO())


def test_a_busy_server_is_asked_a_second_time():
    answers = [b"HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\n\r\n"]

    def busy_once(connection):
        connection.recv(65536)
        answer = answers.pop() if answers else b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
        connection.sendall(answer)
        connection.close()

    assert s3.Bucket(serving(busy_once), BUCKET, s3.Key("i", "s", "r")).has("x")


@pytest.mark.parametrize(
    ("size", "mimetype", "stays"),
    [
        (100, "application/pdf", True),
        (9000, "application/pdf", False),
        (9_000_000, "text/css", True),
        (9000, None, False),
    ],
)
def test_what_stays_in_the_database(size, mimetype, stays):
    assert s3.belongs_in_database(size, mimetype) is stays
