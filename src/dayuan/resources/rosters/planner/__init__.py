"""Plans rosters: a problem as values, a checker apart from the planners, and the planners.

Pure Python on the kernel alone; the solver package is loaded by those parts that need it.
"""
