r"""Classification

A label against a probability or a logit.

Almost all members are minus the logarithm of the probability that the model gives to the right label, or a variation of
it. Start with the binary cross-entropy of a logit and the softmax cross-entropy: their gradients are probability minus
label, and the page on the softmax says why so little is left. For labels that may all hold at once take a sigmoid for
each; for exactly one class take a softmax. The variations put a factor before that gradient: focal losses take weight
from easy examples, the generalised cross-entropy from doubtful labels, class weights add weight to rare classes. Others
change the label, as label smoothing and distillation do, or put a temperature below the logits. The Brier score and the
losses of unnormalised probabilities show what happens without the logarithm, or without the softmax.
"""
