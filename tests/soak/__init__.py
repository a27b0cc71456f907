"""Long random talks, kills, losses of power and hostile events; run with ``make soak``."""
