"""Divergences

How far one distribution is from another.

A newcomer should read the Kullback-Leibler divergence first, with its variable the probability and then the logit:
there its gradient is $q_k-p_k$, that of the cross-entropy. It is not symmetric. Forward, with the target in front, a
model learns to cover all that the target has; the reverse one lets it settle on a part. Jensen-Shannon, Jeffreys,
Hellinger and the total variation treat both alike, and all but Jeffreys stay bounded; Rényi's and Pearson's punish
large ratios $p_k/q_k$ harder. The generalised Kullback-Leibler, Itakura-Saito and beta divergences are for positive
numbers that need not sum to 1. If there are only samples, and no probabilities, take the maximum mean discrepancy or
the Wasserstein distance. Most of these are f-divergences or Bregman divergences, whose pages say what they share.
"""
