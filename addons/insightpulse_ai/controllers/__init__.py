from . import files, runs, sight
