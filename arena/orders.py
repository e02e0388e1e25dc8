"""What a face asks of the workers, by the name of the task: whoever asks need not load all that the work takes.

The tasks are in `arena.tasks`. With the rules that mask, rate and judge they make a web process start half as fast.
"""

from celery import signature

stream_turn = signature("arena.tasks.stream_turn")
cancel_turn = signature("arena.tasks.cancel_turn")
check_endpoint = signature("arena.tasks.check_endpoint")
run_canaries = signature("arena.tasks.run_canaries")
