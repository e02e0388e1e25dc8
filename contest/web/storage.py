"""Static files under hashed names, ES module imports included, compressed."""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleAwareStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Rewrites `import` paths inside modules to the hashed names, so that a module is never stale."""

    support_js_module_import_aggregation = True

    def create_compressor(self, **options: Any) -> Compressor:
        """Without Brotli: it takes ten times gzip's time, and only where somebody happens to have it installed."""
        return Compressor(use_brotli=False, **options)
