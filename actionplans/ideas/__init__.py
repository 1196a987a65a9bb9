"""Ideas of staff: deposited, supported, discussed, decided."""
