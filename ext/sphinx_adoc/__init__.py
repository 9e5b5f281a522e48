"""AsciiDoc for Sphinx."""
