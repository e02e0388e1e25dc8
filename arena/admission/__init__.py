"""Who may start now: the same number of slots for every entrant, and the line of turns that wait for two of them."""
