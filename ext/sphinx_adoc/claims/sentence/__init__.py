"""Sentences as calls: the words of a sentence are the arguments, the stated value in it is the expected result."""
