"""What became of the documents between two states."""
