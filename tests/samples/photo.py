"""What a phone does to a receipt: perspective, a shadow, warm light, blur, JPEG."""

from __future__ import annotations

from io import BytesIO

import numpy
from PIL import Image, ImageFilter

# where the paper's corners land, as shares of the picture: top left, top right, bottom right,
# bottom left
CORNERS = ((0.17, 0.06), (0.80, 0.035), (0.90, 0.955), (0.09, 0.97))


def photographed(page: Image.Image, seed: int, size: tuple[int, int] = (1512, 2688)) -> bytes:
    """A JPEG of `size` pixels: the page lies on a wooden desk, seen from above at a slant."""
    random = numpy.random.default_rng(seed)
    width, height = size
    corners = [(x * width, y * height) for x, y in CORNERS]
    coefficients = _perspective(corners, page.size)
    method, resample = Image.Transform.PERSPECTIVE, Image.Resampling.BICUBIC
    paper = page.transform(size, method, coefficients, resample)
    mask = Image.new("L", page.size, 255).transform(size, method, coefficients, resample)

    picture = Image.composite(paper, _desk(random, width, height), mask)
    cast = mask.filter(ImageFilter.GaussianBlur(24))
    picture = picture.filter(ImageFilter.GaussianBlur(0.8))
    pixels = numpy.asarray(picture, dtype=numpy.float32)
    inside = numpy.asarray(mask, dtype=numpy.float32)[..., None] / 255
    # the paper's own shadow on the desk
    pixels *= 1 - 0.35 * (1 - inside) * numpy.asarray(cast, dtype=numpy.float32)[..., None] / 255
    pixels *= _hand_shadow(width, height)[..., None]
    pixels *= numpy.array([1.0, 0.965, 0.89], dtype=numpy.float32)  # lamp light
    pixels += random.normal(0, 5, pixels.shape)
    out = BytesIO()
    Image.fromarray(pixels.clip(0, 255).astype(numpy.uint8)).save(out, "JPEG", quality=78)
    return out.getvalue()


def _perspective(corners: list[tuple[float, float]], page: tuple[int, int]) -> tuple[float, ...]:
    """The eight coefficients with which Pillow maps a picture's pixel back to the page's."""
    width, height = page
    targets = [(0, 0), (width, 0), (width, height), (0, height)]
    rows, values = [], []
    for (x, y), (u, v) in zip(corners, targets, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        values += [u, v]
    return tuple(float(c) for c in numpy.linalg.solve(numpy.array(rows), numpy.array(values)))


def _desk(random: numpy.random.Generator, width: int, height: int) -> Image.Image:
    """Wood: grain that runs along the picture."""
    grain = random.normal(0, 1, (1, width)).cumsum(axis=1)
    grain = (grain - grain.min()) / (grain.max() - grain.min())
    fine = random.normal(0, 0.04, (height // 48 + 1, width)).repeat(48, axis=0)[:height]
    tone = 0.75 + 0.35 * grain + fine
    wood = numpy.array([126, 88, 58]) * tone[..., None]
    return Image.fromarray(wood.clip(0, 255).astype(numpy.uint8))


def _hand_shadow(width: int, height: int) -> numpy.ndarray:
    """Light in 0..1: the photographer's soft shadow lies across the lower right."""
    x = numpy.linspace(0, 1, width, dtype=numpy.float32)[None, :]
    y = numpy.linspace(0, 1, height, dtype=numpy.float32)[:, None]
    depth = 1 / (1 + numpy.exp(-14 * (x * 0.75 + y - 1.15)))
    return (1.0 - 0.38 * depth).astype(numpy.float32)
