"""The quality officer's year: usual steps, what the fund's own data adds, what the officer moves, ends or adds."""
