"""Sphinx: the documentation as a site. `sphinx-build -W docs SITE`."""

from importlib import metadata

project = "Fabula"
author = "The Fabula developers"
release = metadata.version("fabula")
extensions = ["myst_parser"]
myst_heading_anchors = 3
exclude_patterns: list[str] = []
html_theme = "furo"
html_title = f"Fabula {release}"
suppress_warnings = ["misc.highlighting_failure"]  # scripts and stories are not code
