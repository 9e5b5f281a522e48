wipe --soft glass
