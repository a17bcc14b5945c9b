r"""Regularisers

A penalty on the weights or on the output, added to a loss.

A regulariser says what a good model looks like before any data are seen: small weights, few weights, a smooth signal,
probabilities that are not too sure. The squares of the L2 penalty shrink all weights in proportion to their size, the
sizes of the L1 penalty pull all alike and set some to exactly 0, and the elastic net mixes the two; read these three
first. The group lasso, total variation, the nuclear norm and the spectral norm carry the idea over to groups, to steps
of a signal, and to singular values. MCP and SCAD leave large weights alone, at the price of convexity. A penalty is one
term of a sum, so its factor counts: half of it is another model, unless $\lambda$ is doubled.
"""
