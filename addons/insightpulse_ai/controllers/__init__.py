from . import runs
