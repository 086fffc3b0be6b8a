"""What an invoice is, and the rules of money."""
