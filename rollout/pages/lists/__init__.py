"""The lists of the pages as files: declared here beside each other, made by `frame.py`, asked for below their page.

Each module holds the lists of one kind of page. A list knows the context of its page and nothing else.
"""
