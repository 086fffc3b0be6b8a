"""What a client is: mapped classes and their rules. Knows no wire, broker or web framework."""
