"""Proofs by algebra: two sides are equal in a normal form, in every cell of every switch. Sound, never complete."""

from derivations.evidence.proof.gap import Gap
from derivations.evidence.proof.given import not_negative
from derivations.evidence.proof.proving import Proof, Prover

__all__ = ["Gap", "Proof", "Prover", "not_negative"]
