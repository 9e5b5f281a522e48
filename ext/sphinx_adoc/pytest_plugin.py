"""The pytest edge."""
