"""The two images, built and run with buildah and podman where no Docker engine is."""
