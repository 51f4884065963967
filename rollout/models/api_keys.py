"""Keys for programs that write through the API in somebody's name. Of a key itself only a digest is kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken


class ApiKey(AbstractAuthToken):
    """A key of a user: what the user may do, a program with the key may. Shown once, when it is made."""

    private = True

    name = models.CharField(_("what it is for"), max_length=100)

    class Meta:
        ordering = ["-created"]
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self) -> str:
        return f"{self.name} ({self.token_key}…)"
