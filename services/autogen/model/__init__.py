"""What a line and a period are, and the rules of both."""
