"""The description is the contract: it is held against the routes and against real answers."""

import pytest
import requests
import schema

from ocr_service import openapi
from ocr_service.app import create_app
from ocr_service.problems import CATALOGUE
from ocr_service.settings import Settings
from running import Service

SETTINGS = Settings(token="s3cret", max_bytes=1000, page_seconds=0.5, queue_size=0)
DESCRIPTION = openapi.document(SETTINGS)


@pytest.fixture(scope="module")
def service():
    with Service(SETTINGS) as running:
        yield running.until_ready()


def test_it_describes_each_route_and_no_other():
    routes = {
        (route.path, method.lower())
        for route in create_app(SETTINGS).routes
        for method in route.methods - {"HEAD"}
    }
    described = {(path, method) for path, item in DESCRIPTION["paths"].items() for method in item}
    assert described == routes


def check(response: requests.Response, path: str, method: str = "get") -> requests.Response:
    described = DESCRIPTION["paths"][path][method]["responses"]
    assert str(response.status_code) in described, f"{response.status_code} is not described"
    answer = described[str(response.status_code)]
    media_type = response.headers["content-type"]
    assert media_type in answer["content"]
    schema.check(response.json(), answer["content"][media_type]["schema"], DESCRIPTION)
    for header in answer.get("headers", {}):
        assert header in response.headers
    return response


@pytest.mark.parametrize("path", ["/health", "/version", "/openapi.json"])
@pytest.mark.parametrize("token", ["s3cret", "wrong"])
def test_questions_are_answered_as_described(service, path, token):
    headers = {"Authorization": f"Bearer {token}"}
    answer = check(requests.get(service.url + path, headers=headers, timeout=5), path)
    refused = token == "wrong" and path != "/health"
    assert answer.status_code == (401 if refused else 200)


@pytest.mark.parametrize(
    ("content", "status"),
    [
        ("pages=2", 200),
        ("x" * 1001, 413),
        ("hang=1", 422),
        ("crash=1", 503),
        *[
            (f"problem={code}", CATALOGUE[code][0])
            for code in ("unsupported_type", "empty", "encrypted", "damaged", "internal")
        ],
    ],
)
def test_documents_are_answered_as_described(service, content, status):
    answer = check(service.post(content, token="s3cret"), "/v1/documents", "post")
    assert answer.status_code == status


def test_the_service_gives_the_description_with_its_limits(service):
    headers = {"Authorization": "Bearer s3cret"}
    given = requests.get(f"{service.url}/openapi.json", headers=headers, timeout=5).json()
    assert given == DESCRIPTION
    assert "1000 bytes" in given["paths"]["/v1/documents"]["post"]["description"]


def test_every_reference_leads_somewhere():
    def references(node):
        if isinstance(node, dict):
            if "$ref" in node:
                yield node["$ref"]
            for child in node.values():
                yield from references(child)
        elif isinstance(node, list):
            for child in node:
                yield from references(child)

    schemas = {f"#/components/schemas/{name}" for name in DESCRIPTION["components"]["schemas"]}
    assert set(references(DESCRIPTION)) == schemas


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ({"a": 1, "b": 2}, {"properties": {"a": {}}, "additionalProperties": False}),
        ({}, {"required": ["a"]}),
        (True, {"type": "integer"}),
        ([1], {"items": {"type": "string"}}),
        (1, {"unknown": 1}),
    ],
)
def test_the_checker_refuses_what_it_should(value, wanted):
    with pytest.raises(AssertionError):
        schema.check(value, wanted, {})
