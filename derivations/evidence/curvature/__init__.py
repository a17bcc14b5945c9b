"""What a second derivative says of its loss: convex or not, how strongly, and whether its curvature is bounded."""

from derivations.evidence.curvature.deciding import Curvature, Witness, curvature_of

__all__ = ["Curvature", "Witness", "curvature_of"]
