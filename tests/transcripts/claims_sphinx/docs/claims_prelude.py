flashes_per_minute = 6
