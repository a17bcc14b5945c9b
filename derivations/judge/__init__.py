"""The judge: verdicts on claims, an audit of the factors of a gradient, and the way back from gradient to loss.

Claims in a file are read by ``records``, answers to questions found by ``answers``; neither is loaded with the room.
"""

from derivations.judge.astray import apart, astray, times
from derivations.judge.audit import Factor, factors
from derivations.judge.faults.elsewhere import compared_with_all, known_losses
from derivations.judge.find import find, same_gradient
from derivations.judge.forms import in_vocabulary
from derivations.judge.judgement import Counterexample, Diagnosis, Evidence, Judgement, Phrase
from derivations.judge.matches import Match
from derivations.judge.mistakes import judged_mistakes, what_it_adds
from derivations.judge.parting import Parting, parting_lines, without_warnings
from derivations.judge.picture import Picture, picture
from derivations.judge.profiles import sketches_kept
from derivations.judge.question import Question, Role, ask, ask_about
from derivations.judge.sets import domain_of
from derivations.judge.verdicts import judge

__all__ = [
    "Counterexample",
    "Diagnosis",
    "Evidence",
    "Factor",
    "Judgement",
    "Match",
    "Parting",
    "Phrase",
    "Picture",
    "Question",
    "Role",
    "apart",
    "ask",
    "ask_about",
    "astray",
    "compared_with_all",
    "domain_of",
    "factors",
    "find",
    "in_vocabulary",
    "judge",
    "judged_mistakes",
    "known_losses",
    "parting_lines",
    "picture",
    "same_gradient",
    "sketches_kept",
    "times",
    "what_it_adds",
    "without_warnings",
]
