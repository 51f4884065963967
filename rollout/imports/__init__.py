"""Imports of files by people: what can be imported, the job that checks, saves and undoes, and what is kept of each.

What a file says and what it changes, the importers know (`municipalities/importers`, `providers/importers`); here it is
only known when they are asked, and that nothing is saved that was not shown.
"""
