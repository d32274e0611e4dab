"""The part of JSON Schema that the service's description uses; refuses any other keyword."""

from __future__ import annotations

TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}
ANNOTATIONS = {"description", "format", "contentMediaType"}


def check(value: object, schema: dict, root: dict, at: str = "$") -> None:
    """Raises AssertionError where `value` does not follow `schema`."""
    for keyword, wanted in schema.items():
        if keyword in ANNOTATIONS:
            continue
        if keyword == "$ref":
            target = root
            for step in wanted.removeprefix("#/").split("/"):
                target = target[step]
            check(value, target, root, at)
        elif keyword == "type":
            names = wanted if isinstance(wanted, list) else [wanted]
            fits = any(
                isinstance(value, TYPES[name])
                and (name == "boolean" or not isinstance(value, bool))
                for name in names
            )
            assert fits, f"{at}: {value!r} is not of type {wanted}"
        elif keyword == "const":
            assert value == wanted, f"{at}: {value!r} is not {wanted!r}"
        elif keyword == "enum":
            assert value in wanted, f"{at}: {value!r} is not one of {wanted}"
        elif keyword == "minimum":
            assert value >= wanted, at
        elif keyword == "maximum":
            assert value <= wanted, at
        elif keyword in ("minItems", "minLength"):
            assert len(value) >= wanted, at
        elif keyword == "maxItems":
            assert len(value) <= wanted, at
        elif keyword == "items":
            for index, item in enumerate(value):
                check(item, wanted, root, f"{at}[{index}]")
        elif keyword == "required":
            assert set(wanted) <= set(value), f"{at}: without {set(wanted) - set(value)}"
        elif keyword == "properties":
            for name in set(wanted) & set(value):
                check(value[name], wanted[name], root, f"{at}.{name}")
        elif keyword == "additionalProperties":
            assert wanted is False
            surplus = set(value) - set(schema["properties"])
            assert not surplus, f"{at}: unannounced {surplus}"
        else:
            raise AssertionError(f"{at}: the checker does not know the keyword {keyword!r}")
