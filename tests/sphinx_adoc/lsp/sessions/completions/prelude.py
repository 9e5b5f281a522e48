"""A prelude that offers words in the project's configuration blocks."""


def lamps(text, line, column):
    before = text.split("\n")[line - 1][: column - 1]
    if before.startswith("light "):
        return ["red", "white"]
    return [("light", "the colour of the light"), ("tower", f"{line}:{column} of {text.count(chr(10)) + 1} lines")]


def broken(text, line, column):
    raise SystemExit(text)


completions = {"lamps": lamps, "broken": broken}
