"""What the import commands tell to whoever keeps a log: that a file was saved, or that nothing of it was.

The log lies to the right of the importers, which know nothing of it.

- `saved` is sent inside the transaction that saves, so that the log says so where it is so: importer, path, answers
  (of the command), changes, problems, kept (`municipalities.kept.Recording`).
- `refused` is sent when all is taken back: importer, path, answers, message.

The sender is the command's class.
"""

from django.dispatch import Signal

saved = Signal()
refused = Signal()
