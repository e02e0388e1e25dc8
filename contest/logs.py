"""Structured logs: one JSON object a line. Neither prompt text nor an IP address is ever logged."""

from typing import Any

import structlog

# What could carry a person's words or address is dropped whatever a caller passes.
FORBIDDEN_KEYS = frozenset({"prompt", "text", "comment", "ip", "remote_addr", "client_addr", "email"})


def drop_personal_data(_logger: object, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """A structlog processor that removes the keys which may hold personal data."""
    return {key: value for key, value in event.items() if key not in FORBIDDEN_KEYS}


SHARED_PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    structlog.processors.format_exc_info,
    drop_personal_data,
]


def logging_settings(level: str) -> dict[str, Any]:
    """The `LOGGING` dictionary; also configures structlog, so that both write the same lines to stderr."""
    structlog.configure(
        processors=[*SHARED_PROCESSORS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED_PROCESSORS,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's request log would print addresses of pages with a voter's refs on every 404.
            "django.request": {"level": "ERROR"},
            # Uvicorn's access log holds client addresses, and so do its notes of opened sockets.
            "uvicorn.access": {"handlers": [], "propagate": False},
            "uvicorn.error": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }
