"""Units and activations

The functions of one number that networks and losses are made of.

An activation bends the weighted sum that enters a unit, and its slope is a factor of every gradient that passes back
through it. Sigmoid and tanh have bounds, and slopes that fade on both sides; the rectifier has the slope 1 or 0, and
its relatives, leaky ReLU, ELU, GELU and SiLU, keep something alive on the left. Those made of straight lines are cheap,
the smooth ones have a slope everywhere, and the gated ones, GLU and SwiGLU, multiply two numbers. Log-sum-exp and its
kin take several numbers and make the softmax of them; a unit with weights and an error of its own shows how all this
enters a gradient. A newcomer should read the sigmoid first, then the rectifier, and then the rectifier unit.
"""
