"""Is what answers at an address the deployment that it should be? Standard library only."""
