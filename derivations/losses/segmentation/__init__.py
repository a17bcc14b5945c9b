r"""Segmentation and detection

How far a mask or a box overlaps with the true one.

Overlap is a quotient, so every pixel or side stands above and below the line, and the quotient rule has two terms: most
mistakes drop one of them. For masks begin with the soft Dice loss; the squared form, the Jaccard, the Tversky and the
generalised Dice loss only change what is added up below the line, or how it is weighted. They suit small structures,
where a cross-entropy would be ruled by the background, and are often added to one. The Lovász losses sort the pixels to
follow the Jaccard measure itself; the boundary loss looks at distances instead of areas. For boxes begin with the IoU
loss; the generalised and the distance form each add a term that has a slope where the overlap has none, and the
complete form compares the shapes as well. The varifocal, the quality focal and the distribution focal loss train what a
detector says of its boxes.
"""
