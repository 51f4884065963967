"""Status reports on paper: the pages' own figures and lists, set as A4 in PDF, one at a time or a whole batch."""
