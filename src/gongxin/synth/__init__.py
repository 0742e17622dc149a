"""An invented city: department files in the national formats, with a truth file beside them."""

from gongxin.synth.city import write_city
from gongxin.synth.manifest import HandedIn, Manifest

__all__ = ["HandedIn", "Manifest", "write_city"]
