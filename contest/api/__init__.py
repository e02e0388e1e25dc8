"""The API: `/api/v1/`, JSON, described by its own OpenAPI document. docs/api.md shows how it is used."""
