"""Files of receipts on their way out: never in a form in which they could do anything."""
