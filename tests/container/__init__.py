"""The two images, built and run under the limits of a small container.

On stand-ins for the base images (`scripts/container/stand_ins.py`): what these tests cannot show is
wkhtmltopdf and rtlcss, which the stand-in lacks, and the real images' Python 3.12 (here 3.13).
"""

import sys

from ..product.running import CHECKOUT

sys.path.insert(0, str(CHECKOUT / "scripts"))  # for `python -m`; pytest knows it
