"""Finds the measures: every file in a folder that holds a constant MEASURE. Adding a measure is adding a file."""

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType, ModuleType

from rollout.measures.measure import Measure


def found_in(package: ModuleType) -> Mapping[str, Measure]:
    """The measures of a package's files by their keys, in their order.

    Raises AttributeError where a file has no MEASURE, ValueError where two have the same key.
    """
    names = sorted(each.name for each in pkgutil.iter_modules(package.__path__))
    every = [import_module(f"{package.__name__}.{name}").MEASURE for name in names]
    measures = {each.key: each for each in sorted(every, key=lambda each: (each.order, each.key))}
    if len(measures) < len(every):
        twice = sorted({each.key for each in every if measures[each.key] is not each})
        raise ValueError(f"Two measures have the same key: {', '.join(twice)}.")
    return MappingProxyType(measures)
