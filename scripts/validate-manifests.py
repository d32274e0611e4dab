#!/usr/bin/env python3
"""Check the manifests of Odoo 19 addons, without Odoo.

A PATH is an addon, or a folder of addons; without one, `addons`, and `oca` where it is installed.
Nothing of an addon is imported or executed. `--list-rules` lists what is looked at, and
`--explain RULE` says why.

Exit status
  0  no findings
  1  findings
  2  it could not run: no such folder, no addon in it, a wrong option

Disabling
  # validate-manifests: disable=RULE,…          in the line of the finding
  # validate-manifests: disable-module=RULE,…   in the manifest, for the whole addon
"""

import gc
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from manifests import interpreter

if __name__ == "__main__":
    interpreter.enter(__file__)
    gc.disable()  # a short life among many small objects: a third of the time
    from manifests import command

    sys.exit(command.main(sys.argv[1:], __doc__ or ""))
