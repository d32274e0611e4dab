"""Parts of the running product are killed while a document is read; nothing may be lost."""
