r"""Networks

The gradient with respect to the weights of a network.

Every slope of a weight is a product: the error that comes back to where the weight ends, times what went in where it
begins. One node shows it without sums, the linear network without activations; then Rashid's network, that with
rectified units and the network that classifies send errors back through a hidden layer, and the network of any depth
shows that it goes on like this. A weight that is used several times, as in a recurrent network or a tied autoencoder,
adds up a slope for each use. With the squared error the slope of the output function stays; with the cross-entropy
that belongs to it, it cancels. Begin with the two sigmoid nodes, which differ in just that.
"""
