"""The product beside what it could be at best and what else one would take: pages, requests, memory, growth.

Part of `dev.py bench`, never of the tests. A package of its own beside `tests/services`, because it starts servers,
a browser and loads of its own, which no test needs.
"""
