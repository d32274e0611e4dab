"""Options and the running product, for the groups that need it; costs the others nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from .report.junit import FAILED_BEFORE

# their assertions explain themselves like those of the tests that call them
pytest.register_assert_rewrite("tests.product.reading", "tests.stack.once")

HOME = Path(__file__).resolve().parents[1] / ".native"


def pytest_addoption(parser):
    group = parser.getgroup("product")
    group.addoption(
        "--keep-stack",
        action="store_true",
        help="use the database that an earlier run of these tests left, to save a minute",
    )
    group.addoption(
        "--stack-folder",
        default="tests",
        metavar="NAME",
        help="where in .native the product lies, for two runs at once (default %(default)s)",
    )
    group.addoption(
        "--screenshots",
        type=Path,
        metavar="DIR",
        help="also write the documentation's screenshots there",
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A test that runs again remembers what it said before (`--reruns`)."""
    report = yield
    if report.failed:
        crash = getattr(report.longrepr, "reprcrash", None)
        said = crash.message if crash else str(report.longrepr)
        item.user_properties.append((FAILED_BEFORE, said[:2000]))
    return report


@pytest.fixture(scope="session")
def stack(request):
    """The product with two HTTP workers, started once for all tests of the session."""
    from .product import installation
    from .product.running import running_stack

    folder = HOME / request.config.getoption("--stack-folder")
    if not request.config.getoption("--keep-stack"):
        installation.copy_to(folder)
    with running_stack(folder) as running:
        yield running


@pytest.fixture(scope="session")
def company(stack):
    """The company is set up, see `product/company.py`."""
    from .product import company
    from .product.client import Client
    from .product.running import DATABASE

    if "odoo" not in stack.children:  # a module of tests with settings of its own has ended
        stack.start_odoo()
    company.set_up(Client(stack.url, DATABASE, "admin", "admin"))
    return company


@pytest.fixture
def admin(stack, company):
    """The accountant, logged in."""
    from .product.client import Client
    from .product.running import DATABASE

    return Client(stack.url, DATABASE, "admin", "admin")
