"""Rehearsal citizens: scripted people who take part over HTTP and WebSocket like everybody else."""
