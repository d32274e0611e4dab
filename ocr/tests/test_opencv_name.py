from importlib import metadata

import pytest

from ocr_service import opencv_name


@pytest.fixture
def installed(monkeypatch):
    """What is installed, by name; the finder asks this in place of the environment."""
    packages: dict[str, object] = {}

    def distribution(name):
        try:
            return packages[name]
        except KeyError:
            raise metadata.PackageNotFoundError(name) from None

    monkeypatch.setattr(opencv_name.metadata, "distribution", distribution)
    return packages


def found(name):
    context = metadata.DistributionFinder.Context(name=name)
    return list(opencv_name.HeadlessOpenCV.find_distributions(context))


def test_the_desktop_name_is_answered_with_the_headless_build(installed):
    installed["opencv-contrib-python-headless"] = "the headless build"
    assert found("opencv-contrib-python") == ["the headless build"]


@pytest.mark.parametrize("name", ["opencv-python", "numpy", None])
def test_no_other_name_is_touched(installed, name):
    installed["opencv-contrib-python-headless"] = "the headless build"
    assert found(name) == []


def test_without_the_headless_build_there_is_nothing_to_find(installed):
    assert found("opencv-contrib-python") == []
