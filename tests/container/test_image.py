"""The images at rest: their sizes, labels and users, and who can change what."""

from __future__ import annotations

import functools

import pytest

from boot.revision import of_checkout
from container import images
from native.places import Places

ODOO = "/usr/lib/python3/dist-packages/odoo"


def _once(engine, image: str, entrypoint: str, *arguments: str) -> str:
    """Run one command in a new container, as the image's user; returns what it printed."""
    done = engine.call(
        "podman", "run", "--rm", "--network", "none", "--entrypoint", entrypoint, image, *arguments
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def once(engine, web_image):
    return functools.partial(_once, engine, web_image)


def test_the_image_is_at_most_a_gigabyte(engine, web_image, ocr_image, measured) -> None:
    size = images.megabytes(engine, web_image)
    base = images.megabytes(engine, images.WEB.base.image)
    measured("web image, MB", str(size))
    measured("  of its base image, MB", str(base))
    measured("OCR image, MB", str(images.megabytes(engine, ocr_image)))
    assert size <= 1000


@pytest.mark.parametrize("image", images.ALL, ids=lambda image: image.name)
def test_labels_name_the_commit_and_the_base(engine, web_image, ocr_image, image) -> None:
    def label(name: str) -> str | None:
        key = f"org.opencontainers.image.{name}"
        return engine.inspect(image.tag, f'{{{{index .Labels "{key}"}}}}')

    assert label("revision") == of_checkout(Places().checkout)
    assert label("base.name") == image.base.image
    assert label("title").startswith("InsightPulse ")
    assert label("licenses").startswith("LGPL-3.0-or-later")


def test_the_ocr_images_user_is_not_root_and_can_change_no_code(engine, ocr_image) -> None:
    run = functools.partial(_once, engine, ocr_image)
    assert run("id", "-un") == "ocr"
    assert run("find", "/opt", "/usr", "-writable", "!", "-type", "l") == ""


def test_the_user_is_not_root_and_owns_its_disk(once) -> None:
    assert once("id", "-un") == "odoo"
    assert once("stat", "--format", "%U", "/var/lib/odoo") == "odoo"
    assert once("sh", "-c", "touch /var/lib/odoo/file && echo written") == "written"


def test_the_user_can_change_no_code(once) -> None:
    assert once("find", "/opt", "/usr", "/etc/nginx", "-writable", "!", "-type", "l") == ""


def test_odoo_bin_says_its_version(once) -> None:
    assert once("odoo-bin", "--version").startswith("Odoo Server 19.0")


def test_the_base_images_entrypoint_is_gone(once) -> None:
    """It puts the database's password on the command line."""
    assert once("sh", "-c", "test ! -e /entrypoint.sh && echo gone") == "gone"


def test_each_oca_module_has_its_licence_and_the_image_its_text(once) -> None:
    modules = once("ls", "/opt/insightpulse/oca/odoo/addons").split()
    told = [line.split("\t") for line in once("cat", "/opt/insightpulse/oca/LICENCES").splitlines()]
    assert [module for module, *_rest in told] == modules
    for module, _version, licence, author, website, text in told:
        assert once("head", "-20", text).strip(), module
        assert {"LGPL-3": "LESSER", "AGPL-3": "AFFERO"}[licence] in once("head", "-5", text), module
        assert author, module
        assert website.startswith("https://"), module


COMPILED = """
import importlib.util, os, struct, sys
seen = stale = 0
for top in sys.argv[1:]:
    for folder, _, names in os.walk(top):
        for source in (os.path.join(folder, name) for name in names if name.endswith(".py")):
            cached = importlib.util.cache_from_source(source)
            if not os.path.exists(cached):
                continue
            with open(cached, "rb") as file:
                _, by_content, *compiled_for = struct.unpack("<4sLLL", file.read(16))
            info = os.stat(source)
            seen += 1
            stale += not by_content and compiled_for != [int(info.st_mtime), info.st_size]
print(seen, stale)
"""


def test_what_only_made_the_base_image_is_gone_and_node_stays_for_rtlcss(once) -> None:
    assert once("node", "--version").startswith("v")
    assert once("sh", "-c", "command -v npm lessc; ls /var/lib/apt/lists /var/cache/apt") == (
        "/var/cache/apt:\n\n/var/lib/apt/lists:"
    )


def test_code_is_compiled_for_the_date_or_the_content_it_has(once) -> None:
    """Read-only code that was compiled for another date is compiled again at every start."""
    for top, least in (("/opt/insightpulse", 100), (ODOO, 5000)):
        seen, stale = map(int, once("python3", "-c", COMPILED, top).split())
        assert seen > least
        assert stale == 0


def test_translations_are_gone(once) -> None:
    assert once("find", ODOO, "-name", "*.po", "-o", "-name", "*.pot") == ""


def test_named_languages_stay_with_what_they_fall_back_to(engine) -> None:
    tag = images.build(
        Places(), engine, images.WEB, target="parts", ODOO_LANGUAGES="fr_BE es_MX zh_HK"
    )
    found = _once(engine, tag, "find", ODOO, "-name", "*.po", "-printf", "%f\n")
    assert set(found.split()) == {"fr.po", "fr_BE.po", "es.po", "es_419.po", "zh_TW.po"}
