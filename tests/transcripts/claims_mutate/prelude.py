period = 10
