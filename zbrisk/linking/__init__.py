"""From one case to others that are tied to it (以案找案)."""

from zbrisk.linking.linker import Linker
from zbrisk.linking.links import Link, Links

__all__ = ["Link", "Linker", "Links"]
