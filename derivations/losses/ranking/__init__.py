r"""Ranking and metric learning

Which comes first, and what lies near what.

Ranking asks for an order of scores, metric learning for vectors that lie near each other where things are alike. Pairs
are the simplest case: the margin ranking loss and RankNet are the hinge and the logistic loss of a difference of two
scores, the contrastive loss and the cosine losses look at two vectors, and the triplet loss compares two distances.
LambdaRank adds up pairs with weights; ListNet, ListMLE and ApproxNDCG look at a whole list at once. CosFace, ArcFace
and SphereFace are softmax cross-entropies over cosines with a margin, and the proxy losses compare with a point for
each class instead of with every example. Read RankNet and the triplet margin loss first; whether a distance is squared,
and what is held fixed, decides most of the gradients here.
"""
