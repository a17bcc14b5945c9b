r"""Ranking and metric learning

Which comes first, and what lies near what.

Ranking asks for an order of scores, metric learning for vectors that lie near each other where things are alike.
Pairs are the simplest case: the contrastive loss and the cosine losses look at two vectors, and the triplet loss
compares two distances. ListNet, ListMLE and ApproxNDCG look at a whole list of scores at once. CosFace and ArcFace
are softmax cross-entropies over cosines with a margin, and the proxy anchor loss compares with a point for each class
instead of with every example. Read the triplet margin loss and ListNet first; whether a distance is squared, and what
is held fixed, decides most of the gradients here.
"""
