r"""Layers

What a layer passes back to its input and to its weights.

Each page takes the slopes $g_i$ of a loss with respect to the outputs of a layer as given, and finds those with respect
to its inputs and weights: that is all a layer has to know. The loss on these pages is therefore the sum $\sum_ig_iy_i$,
whose slope with respect to an output is just $g_i$. Dense layer, convolution, embedding and graph convolution have
weights; the normalisations tie all outputs together by a mean or a root, and are mostly got wrong for that reason.
Attention and the mixture of experts weigh by a softmax, and the cells of LSTM and GRU by gates. A newcomer should read
the dense layer first, then the softmax, and then layer normalisation.
"""
