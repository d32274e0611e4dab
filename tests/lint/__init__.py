"""The gate before each commit: it lets the repository pass, and stops what is planted in it."""
