"""The referee: loss and gradient as numbers with rigorous bounds. It knows nothing of the rules that it checks."""

from derivations.evidence.balls import Undecided, Undefined, precision
from derivations.evidence.boundaries import BoundaryClaim
from derivations.evidence.conditions import Condition
from derivations.evidence.curvature import Curvature, Witness, curvature_of
from derivations.evidence.points import Point, describe
from derivations.evidence.properties import Properties, Property, properties_of
from derivations.evidence.referee import examine
from derivations.evidence.report import Equation, Failure, Level, Refutation, Report
from derivations.evidence.scope import Binder, Scope
from derivations.evidence.settings import Setting, settings_of
from derivations.evidence.unseen import Unseen, in_words
from derivations.evidence.values import evaluate
from derivations.evidence.verdicts import Shown, Verdict, compare

__all__ = [
    "Binder",
    "BoundaryClaim",
    "Condition",
    "Curvature",
    "Equation",
    "Failure",
    "Level",
    "Point",
    "Properties",
    "Property",
    "Refutation",
    "Report",
    "Scope",
    "Setting",
    "Shown",
    "Undecided",
    "Undefined",
    "Unseen",
    "Verdict",
    "Witness",
    "compare",
    "curvature_of",
    "describe",
    "evaluate",
    "examine",
    "in_words",
    "precision",
    "properties_of",
    "settings_of",
]
