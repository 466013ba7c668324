"""What receipts were taken for: orders and their payments, and who may be paid for us."""
