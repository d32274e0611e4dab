"""What stands behind ``entrypoint.sh``: environment → settings → rendered files → processes."""
