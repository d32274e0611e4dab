"""The rules, one file for each concept. Importing this package registers them all.

A new rule is a function with a decorator in the file of its concept; tests/manifests/examples.py
asks for a good and a bad example of it.
"""

from manifests.rules import (
    asset_files,
    auto_install,
    code,
    data_files,
    dependencies,
    disabling_comments,
    duplicates,
    external_dependencies,
    folder,
    hooks,
    icons,
    key_names,
    licences,
    migrations,
    model_access,
    presentation,
    reading,
    required_keys,
    types,
    version,
)
