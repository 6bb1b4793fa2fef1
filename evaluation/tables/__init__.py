"""One file for each kind of table: which texts it needs, and what is counted in them."""
