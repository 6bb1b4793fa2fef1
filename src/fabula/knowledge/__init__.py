"""What is claimed, to whose ears; what cannot all be true; what is kept from whom."""
