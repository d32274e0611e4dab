"""The whole way in a real browser: drop a bill, watch it fill itself in, without a reload."""
