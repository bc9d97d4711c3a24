"""Bounce Inspector: reads e-mail bounces, explains them and exports the addresses to remove."""

__version__ = "0.1.0"
