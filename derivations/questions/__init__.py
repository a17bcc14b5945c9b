"""Questions that people ask about gradients: one script each, in the form of ``derivations.language.question``."""
