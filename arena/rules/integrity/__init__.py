"""What votes given in bad faith look like. Votes in, findings out: a finding proposes, and decides nothing.

Every test asks the same question of a person or a group: do these votes lean further from the board than people's
varied tastes explain? How far tastes vary is measured in the same votes, so that a contest of strong tastes accuses
nobody of having one.
"""
