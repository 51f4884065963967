"""What makes one row differ from the next."""

from itertools import count

numbers = count(1)
