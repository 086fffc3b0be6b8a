OK: int
