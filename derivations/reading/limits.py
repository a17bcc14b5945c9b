"""How large a formula may be. Far above what anybody writes, far below what would slow anything down."""

LENGTH = 5000  # characters
TOKENS = 2000
DEPTH = 40  # brackets, exponents and signs inside one another
TOWER = 4  # exponents in exponents, and exp, cosh ... in one another
CALLS = 1_000_000  # of Python functions, half a second or so
NODES = 5000  # of the finished expression, as a tree
NAME = 30  # characters
DIGITS = 40  # of a number that is typed
EXPONENT = 100  # of a number that is typed, as in 1e-12
BITS = 512  # of a number that comes out
POWER = 1000  # largest exponent, and largest argument of exp, cosh ... that is a number
GAMMA = 100  # largest argument of the gamma function and its kin that is a number
ORDER = 5  # of polygamma
BARS = 100  # signs | in one formula
INDEX = 1000  # largest index or end of a sum that is a number
