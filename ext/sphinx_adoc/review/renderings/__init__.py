"""Changed blocks as their pages show them, both sides, with the changes marked inside."""
