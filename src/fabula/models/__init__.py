"""Trained models at run time, and the features they share with their training."""
