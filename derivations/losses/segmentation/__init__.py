r"""Segmentation

How far a mask overlaps with the true one.

Overlap is a quotient, so every pixel or side stands above and below the line, and the quotient rule has two terms:
most mistakes drop one of them. For masks begin with the soft Dice loss; the squared form, the Jaccard and the Tversky
loss only change what is added up below the line, or how it is weighted. They suit small structures, where a
cross-entropy would be ruled by the background, and are often added to one. The Lovász losses sort the pixels to
follow the Jaccard measure itself. The focal Tversky loss and the logarithm of the Dice loss change how much a mask
that is almost right still counts.
"""
