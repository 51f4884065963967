"""The files of the datasets as they were on past days. A dated address never changes, whatever is corrected later."""

import gzip
from hashlib import sha256

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EditionContent(models.Model):
    """The bytes of a file, packed, under their own digest: most days' files equal those of the day before."""

    private = True  # a copy of facts, which changes none

    digest = models.CharField("SHA-256", max_length=64, primary_key=True)
    size = models.PositiveIntegerField(_("size"))
    packed = models.BinaryField(_("content"))

    class Meta:
        verbose_name = _("content of an edition")
        verbose_name_plural = _("contents of editions")

    def __str__(self) -> str:
        return self.digest

    @classmethod
    def of(cls, body: bytes) -> "EditionContent":
        """A row for some bytes, not saved. The same bytes are always packed alike."""
        return cls(digest=sha256(body).hexdigest(), size=len(body), packed=gzip.compress(body, mtime=0))

    @property
    def body(self) -> bytes:
        """The bytes. Raises ValueError where they are no longer those that were kept."""
        body = gzip.decompress(bytes(self.packed))
        if sha256(body).hexdigest() != self.digest:
            raise ValueError(f"what is kept as {self.digest} is something else")
        return body


class EditionQuerySet(models.QuerySet):
    def days(self):
        """The days that have editions, the latest first."""
        return self.order_by("-on").values_list("on", flat=True).distinct()

    def before(self, on):
        """The latest edition before a day, or nothing."""
        return self.filter(on__lt=on).order_by("-on").first()

    def after(self, on):
        """The first edition after a day, or nothing."""
        return self.filter(on__gt=on).order_by("on").first()


class Edition(models.Model):
    """A file of a dataset as it was on a day. Made by `manage.py publish_data` on that day; never changed."""

    private = True  # a copy of facts, which changes none

    on = models.DateField(_("day"))
    file = models.CharField(_("file"), max_length=60)
    content = models.ForeignKey(EditionContent, models.PROTECT, related_name="editions", verbose_name=_("content"))
    plan = models.CharField(_("plan"), max_length=200, blank=True)
    is_example = models.BooleanField(_("example data"), default=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "file"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [models.UniqueConstraint(fields=["file", "on"], name="one_edition_of_a_file_a_day")]

    def __str__(self) -> str:
        return f"{self.on.isoformat()}/{self.file}"
