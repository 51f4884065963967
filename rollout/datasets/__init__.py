"""The facts as files at fixed addresses: which there are, what is in them, and the catalogue that other sites read.

/data/latest/kommuner.csv is what holds now; /data/2026-11-22/kommuner.csv is what it held on a day, and never changes.
"""

from rollout.datasets.contents import Content, made
from rollout.datasets.definitions import DATASETS, FILES, Dataset

__all__ = ["DATASETS", "FILES", "Content", "Dataset", "made"]
