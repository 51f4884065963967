"""Who may import what. Access by asking: each fetcher returns the thing, or raises Http404 (never 403)."""

from django.db.models import QuerySet
from django.http import Http404

from rollout.imports.kinds import KINDS, Kind
from rollout.models import Import
from rollout.permissions import User, require
from rollout.roles import RUN_IMPORTS


def may_import(user: User) -> bool:
    """Whether somebody may import anything."""
    return user.has_perm(RUN_IMPORTS)


def kinds_for(user: User) -> list[Kind]:
    """The kinds of files that somebody may import."""
    if not may_import(user):
        return []
    return [kind for kind in KINDS.values() if not kind.permission or user.has_perm(kind.permission)]


def get_kind(user: User, key: str) -> Kind:
    """A kind that somebody may import. Raises Http404."""
    found = next((kind for kind in kinds_for(user) if kind.key == key), None)
    if found is None:
        raise Http404
    return found


def get_imports(user: User) -> QuerySet[Import]:
    """All imports, for those who may import. No query yet. Raises Http404."""
    require(user, RUN_IMPORTS)
    return Import.objects.select_related("by", "undone_by")


def get_import(user: User, pk: int) -> Import:
    """An import, for those who may import. Raises Http404."""
    found = get_imports(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_import_to_change(user: User, pk: int) -> Import:
    """An import that somebody may save, discard or undo: one of a kind that they may import. Raises Http404."""
    found = get_import(user, pk)
    get_kind(user, found.kind)
    return found
