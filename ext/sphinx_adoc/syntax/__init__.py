"""The AsciiDoc language: text to a typed tree with spans. Standard library only."""
