"""The package as strangers get it: built, installed from the file in a clean environment, and run there."""
