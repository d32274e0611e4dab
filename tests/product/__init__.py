"""The whole product under test: start it, log in, put a bill in, look at what became of it."""
