"""Static files under hashed names, with the addresses inside them changed to match, script modules included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Also rewrites `import … from "./x.js";` in script modules. Every import has to end in a semicolon."""

    support_js_module_import_aggregation = True
