import pytest

from ocr_service.settings import SettingsError, is_loopback, load


def test_defaults_bind_to_loopback_without_a_token():
    settings = load({"HOME": "/home/anna"})
    assert (settings.host, settings.port, settings.token) == ("127.0.0.1", 8868, None)
    assert settings.tier == "small"
    assert str(settings.model_cache) == "/home/anna/.cache/insightpulse-ocr"


def test_an_empty_variable_is_an_unset_one():
    assert load({"OCR_PORT": "", "OCR_TIER": " ", "OCR_TOKEN": ""}) == load({})


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("10.0.0.5", False),
        ("ocr.internal", False),
        ("localhost.evil.example", False),
    ],
)
def test_only_loopback_does_without_a_token(host, loopback):
    assert is_loopback(host) is loopback
    if loopback:
        load({"OCR_HOST": host})
    else:
        with pytest.raises(SettingsError, match="token is required"):
            load({"OCR_HOST": host})
        assert load({"OCR_HOST": host, "OCR_TOKEN": "s3cret"}).token == "s3cret"


def test_the_token_may_come_from_a_file(tmp_path):
    path = tmp_path / "token"
    path.write_text("s3cret\n")
    assert load({"OCR_TOKEN_FILE": str(path)}).token == "s3cret"


@pytest.mark.parametrize(
    ("env", "word"),
    [
        ({"OCR_PORT": "http"}, "OCR_PORT='http': must be a whole number from 0 to 65535"),
        ({"OCR_PORT": "70000"}, "OCR_PORT"),
        ({"OCR_TIER": "medium"}, "OCR_TIER='medium': must be one of small, tiny"),
        ({"OCR_PAGE_SECONDS": "nan"}, "OCR_PAGE_SECONDS"),
        ({"OCR_PAGE_SECONDS": "0"}, "OCR_PAGE_SECONDS"),
        ({"OCR_MAX_BYTES": "-1"}, "OCR_MAX_BYTES"),
        ({"OCR_QUEUE_SIZE": "1.5"}, "OCR_QUEUE_SIZE"),
        ({"OCR_TOKEN_FILE": "/nonexistent/token"}, "cannot be read"),
        ({"OCR_TOKEN_FILE": "/dev/null"}, "is empty"),
        ({"OCR_TOKEN": "a", "OCR_TOKEN_FILE": "/dev/null"}, "keep one"),
        ({"OCR_TOKEN": "two words"}, "without spaces"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(env, word):
    with pytest.raises(SettingsError) as error:
        load(env)
    assert word in str(error.value)


def test_all_mistakes_are_reported_at_once():
    with pytest.raises(SettingsError) as error:
        load({"OCR_PORT": "x", "OCR_DPI": "x", "OCR_TIER": "x", "OCR_HOST": "0.0.0.0"})
    assert len(error.value.problems) == 4


def test_the_token_is_not_in_the_printed_settings():
    assert "s3cret" not in repr(load({"OCR_TOKEN": "s3cret"}))
