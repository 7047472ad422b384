"""Makes core/ importable for the other hooks: MkDocs's own command does not put the project on Python's path."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # MkDocs restores the path after each hook is loaded

from core.crash import install_excepthook  # core stays in sys.modules, so that all later hooks can import from it

install_excepthook()
