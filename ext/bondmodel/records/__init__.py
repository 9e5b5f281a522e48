"""Lines of JSON in the form of recordings: what they describe, and what a watcher of it would note down."""
