r"""Linear and classic models

The gradient with respect to the weights of a model that is linear in them, and other models of statistics.

Read least squares first: in nearly every other member the gradient also adds up inputs times errors. Logistic, softmax
and Poisson regression change what the error is, and the generalised linear model says why that works. Ridge, lasso and
elastic net add a penalty; least absolute deviations and quantile regression replace the square. Cox regression and the
logistic hazard are for survival times, the support vector machines for classes with a margin. Principal components and
Fisher's discriminant look for a direction, k-means for centres, the factorisations for two thin matrices. The hidden
Markov model and the conditional random field add up over all paths, and are derived backwards like a network.
"""
