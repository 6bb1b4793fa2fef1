"""The second reading: what the network that knows who is who reads, and what it says."""
