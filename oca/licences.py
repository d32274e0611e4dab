"""Print which licence each module has, and where its text is: the wheels carry none.

    python3 oca/licences.py ADDONS_DIR LGPL_TEXT

One line a module: name, version, licence, authors, website, text.
"""

import ast
import sys
from pathlib import Path

COMMON = Path("/usr/share/common-licenses")
ADDRESS = "https://www.gnu.org/licenses/{}.html"


def text_of(licence: str, lgpl: Path) -> str:
    """The file with the text, or its address where the image has none."""
    if licence == "LGPL-3":
        return str(lgpl.resolve())
    name = licence.lower().replace("-3", "-3.0")
    found = [path for path in (COMMON / licence, COMMON / f"{licence}.0") if path.is_file()]
    return str(found[0]) if found else ADDRESS.format(name)


def lines(addons: Path, lgpl: Path) -> list[str]:
    rows = []
    for path in sorted(addons.glob("*/__manifest__.py")):
        manifest = ast.literal_eval(path.read_text(encoding="utf-8"))
        licence = manifest["license"]
        told = (manifest[key] for key in ("version", "license", "author", "website"))
        rows.append("\t".join([path.parent.name, *told, text_of(licence, lgpl)]))
    return rows


if __name__ == "__main__":
    print("\n".join(lines(Path(sys.argv[1]), Path(sys.argv[2]))))
