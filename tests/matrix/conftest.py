"""Lets the tests of this folder import what they share: the losses of textbooks, and losses written out as numbers."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
