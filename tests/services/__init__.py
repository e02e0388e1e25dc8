"""Real servers for the tests and benchmarks: PostgreSQL, Redis and the whole site, on loopback and temporary data."""
