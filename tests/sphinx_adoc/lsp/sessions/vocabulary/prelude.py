def visible(colour):
    return 10 if colour == "red light" else 3
