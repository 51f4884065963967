"""Imports of files: who sent in which file, what it would change and did change, and how far its job has come.

None of it is shown on a public page, and so it gives the published facts no new version: what an import writes, does.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Import(models.Model):
    """A file that somebody sent in or a command read. Never edited by hand; undoing it is a state of its own.

    run names the job that works on it at the moment: what a job that was given up writes, counts no more. wrote: the
    kept rows that it left in the history (`municipalities.kept.Ranges`), and acts the changes of plans.
    """

    private = True

    class State(models.TextChoices):
        """How far it has come."""

        RUNNING = "running", _("under way")
        FAULTY = "faulty", _("has faults")
        READY = "ready", _("checked")
        SAVED = "saved", _("saved")
        FAILED = "failed", _("failed")
        STOPPED = "stopped", _("stopped")
        UNDONE = "undone", _("undone")
        DISCARDED = "discarded", _("discarded")

    class Step(models.TextChoices):
        """What its job does."""

        CHECK = "check", _("check")
        SAVE = "save", _("save")
        UNDO = "undo", _("undo")

    class Origin(models.TextChoices):
        """By which way it came."""

        BROWSER = "browser", _("browser")
        COMMAND = "command", _("command")

    PENDING = (State.RUNNING, State.FAULTY, State.READY, State.FAILED, State.STOPPED)
    WRITING = (Step.SAVE, Step.UNDO)

    kind = models.CharField(_("kind"), max_length=40)
    asked = models.JSONField(_("answers"), default=dict, blank=True)
    file_name = models.CharField(_("file"), max_length=250)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("size"))
    language = models.CharField(_("language"), max_length=5, default=settings.LANGUAGE_CODE)
    origin = models.CharField(_("origin"), max_length=7, choices=Origin, default=Origin.BROWSER)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    by_name = models.CharField(_("name at that time"), max_length=150, blank=True)
    at = models.DateTimeField(_("moment"), default=timezone.now)

    state = models.CharField(_("state"), max_length=9, choices=State, default=State.RUNNING)
    step = models.CharField(_("step"), max_length=5, choices=Step, default=Step.CHECK)
    run = models.CharField(max_length=32, blank=True, editable=False)
    beat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    progress = models.JSONField(default=dict, blank=True, editable=False)

    message = models.TextField(_("message"), blank=True)
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    wrote = models.JSONField(default=dict, blank=True, editable=False)
    acts = models.JSONField(default=list, blank=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )
    undone_by_name = models.CharField(_("undone by"), max_length=150, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undo_reason = models.TextField(_("reason of the undoing"), blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        permissions = [("run_imports", "Can import files")]
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state="running", step__in=["save", "undo"]),
                name="one_import_writes_at_a_time",
                violation_error_message=_("Another import is being saved."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.pk})"


class ImportPart(models.Model):
    """A part of the file of an import, in the database so that whichever host does the work has it.

    Kept while the import may still come to something, and at most some days (`rollout/imports/files.py`).
    """

    private = True

    of = models.ForeignKey(Import, models.CASCADE, related_name="parts", verbose_name=_("import"))
    number = models.PositiveIntegerField(_("number"))
    content = models.BinaryField(_("content"))

    class Meta:
        ordering = ["of", "number"]
        verbose_name = _("part of a file")
        verbose_name_plural = _("parts of files")
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="part_of_an_import_once")]

    def __str__(self) -> str:
        return f"{self.of} {self.number}"


class ImportPage(models.Model):
    """A page of what is to be told of an import: what is wrong with rows, or what becomes of them.

    A page is a row, since a row for each line takes longer to write than all that they tell of. lines: as
    `rollout/imports/lines.py` has them, in the sender's language.
    """

    private = True

    class Sort(models.TextChoices):
        """What is told."""

        ERROR = "error", _("fault")
        REMARK = "remark", _("remark")
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        GONE = "gone", _("gone")
        IN_THE_WAY = "in_the_way", _("in the way of undoing")

    of = models.ForeignKey(Import, models.CASCADE, related_name="pages", verbose_name=_("import"))
    sort = models.CharField(_("sort"), max_length=10, choices=Sort)
    number = models.PositiveIntegerField(_("page"))
    size = models.PositiveIntegerField(_("number of lines"))
    lines = models.JSONField(_("lines"))

    class Meta:
        ordering = ["of", "sort", "number"]
        verbose_name = _("page of an import")
        verbose_name_plural = _("pages of imports")
        constraints = [models.UniqueConstraint(fields=["of", "sort", "number"], name="page_of_an_import_once")]

    def __str__(self) -> str:
        return f"{self.of} {self.sort} {self.number}"
