"""Working on a report in Excel: the protected template out, the filled one back."""

ROUTES = ()
