"""The density of the standard normal by its distribution function, far below 0, where both vanish.

For x >= 0 let r(x) = phi(-x)/Phi(-x) - x, which falls from 0.80 to 0 like 1/x. Then (x + 2) r(x) is a smooth function
of t = (x - 4)/(x + 4), which runs from -1 to 1 as x runs from 0 to infinity: the way of M. M. Shepherd and
J. G. Laframboise, Chebyshev approximation of (1 + 2x) exp(x^2) erfc(x), Mathematics of Computation 36 (1981) 249-253.
The coefficients are those of its Chebyshev interpolant on 60 nodes, cut off below 3e-18, in powers of t. The sum of
their sizes, each times its power of t, is at most 2.1 times the value: so nested products lose no digits.
"""

COEFFICIENTS = (
    1.3536428669368263,
    -0.43543908716051766,
    0.005916402474852581,
    0.1511276218936877,
    -0.08678888662840935,
    -0.009278372131857235,
    0.03216831252394726,
    -0.0076862088190701346,
    -0.008566555905496782,
    0.004848910432457071,
    0.0017101625875504069,
    -0.0019577375529215776,
    -0.0001753023209727123,
    0.000647821597993205,
    -5.060807768468194e-05,
    -0.0001850263377479431,
    4.111510975215758e-05,
    4.531959347292494e-05,
    -1.743752596178684e-05,
    -8.857819344619272e-06,
    5.78890568945755e-06,
    1.000195110700117e-06,
    -1.605634962951835e-06,
    1.415794708595925e-07,
    3.623652255144936e-07,
    -1.1177627394470239e-07,
    -5.9100468510650525e-08,
    2.8612395948586016e-08,
    5.092978317437272e-09,
    -3.1097206341070494e-09,
)
