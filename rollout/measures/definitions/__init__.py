"""The measures, one file each: a constant MEASURE says what is counted and why. A new file is a new measure."""
