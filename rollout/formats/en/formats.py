"""English dates the way a Swedish reader of English expects them: day before month."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "Y-m-d"
