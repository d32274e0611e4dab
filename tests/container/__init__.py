"""The two images, built and run under the limits of a small container.

On stand-ins for the base images (`scripts/container/stand_ins.py`): what these tests cannot show is
rtlcss and a patched wkhtmltopdf, which the stand-in lacks, and the real images' Python 3.12.
"""

from .. import product  # makes our packages importable
