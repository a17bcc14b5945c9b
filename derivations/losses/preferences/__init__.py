r"""Preferences and reinforcement

Policies and language models, taught by rewards and by which answer people prefer.

A policy gives a probability to every action or answer, and these losses are functions of its logarithm, written
$\ell=\log\pi$; that of a fixed reference is $q$, and that of the policy which wrote the answer $\ell_{\mathrm{old}}$;
PPO and its relatives are written with the ratio $r$ of the new to the old probability. If there are rewards, begin with
the policy gradient, then read PPO, which bounds its steps, and GRPO and its relatives, which do without a second
network for the baseline. If there are pairs of answers, begin with the loss of Bradley and Terry, then read DPO, which
puts the policy in the place of the reward model; IPO, SLiC and the rest change the shape of that loss, and KTO takes
single answers. Where a symbol is called fixed, code must detach it: many mistakes in this family are gradients that
flow where none should, or the other way round. The value of such a loss is often no guide, because the answers that are
averaged over change with the policy.
"""
