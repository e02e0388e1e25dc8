"""Static files under hashed names, ES module imports included, compressed."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleAwareStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Rewrites `import` paths inside modules to the hashed names, so that a module is never stale."""

    support_js_module_import_aggregation = True
