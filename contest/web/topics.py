TOPICS: list[object] = []
