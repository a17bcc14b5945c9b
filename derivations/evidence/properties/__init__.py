"""Properties of a loss as one variable moves: each is proved, or refuted, or not said."""

from derivations.evidence.properties.deciding import properties_of
from derivations.evidence.properties.record import Properties, Property

__all__ = ["Properties", "Property", "properties_of"]
