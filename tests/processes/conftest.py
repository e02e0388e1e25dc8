"""The real servers, for the tests of processes."""

__all__ = ["migrated_template", "postgres", "postgres_url", "redis", "start_site"]
