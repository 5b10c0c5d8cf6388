"""The Pythons on this machine, and the contracts inside each of them."""
