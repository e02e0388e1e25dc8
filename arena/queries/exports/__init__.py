"""Votes, battles and boards of a pool as files: what stands in them, and how they are written.

A file holds voted battles only: who answers in a battle without a vote leaves the engine by no door.
"""

from arena.queries.exports.columns import DATA, NUMBER, TEXT, BoardWords, Column, Data, columns_of, schema_of
from arena.queries.exports.making import ExportSpec, Source, write_export
from arena.queries.exports.watermarks import watermark
from arena.queries.exports.writing import FORMATS, Written, spare_memory, write_batches

__all__ = [
    "DATA",
    "FORMATS",
    "NUMBER",
    "TEXT",
    "BoardWords",
    "Column",
    "Data",
    "ExportSpec",
    "Source",
    "Written",
    "columns_of",
    "schema_of",
    "spare_memory",
    "watermark",
    "write_batches",
    "write_export",
]
