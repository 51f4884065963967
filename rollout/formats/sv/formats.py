"""Swedish numbers: a narrow no-break space between thousands and a decimal comma."""

THOUSAND_SEPARATOR = "\u202f"
NUMBER_GROUPING = 3
DECIMAL_SEPARATOR = ","
