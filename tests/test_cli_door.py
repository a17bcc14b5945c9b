"""What students type, right and wrong, in the notation of courses, papers and programs; each stands for a kind."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from derivations.cli import lossary


def said(*words: str) -> str:
    result = CliRunner().invoke(lossary, ["check", *words])
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


TEX = "--latex"
ROWS = r"-\sum_{i=1}^n\sum_{k=1}^K y_{ik}\log p_{ik}, p_{ik} = \frac{e^{z_{ik}}}{\sum_{j=1}^K e^{z_{ij}}}"
CODE = ("-np.mean(np.sum(Y*np.log(P), axis=1))", "--where", "P = softmax(X @ W, axis=1)", "--wrt", "W", "--claim")
DIVERGENCE = (TEX, r"\sum_i p_i\log\frac{p_i}{q_i}, q_i = \frac{e^{z_i}}{\sum_j e^{z_j}}", "--wrt", "z_i", "--claim")
ROWWISE = (TEX, r"\frac12\sum_{i=1}^N (w^Tx_i-y_i)^2", "--wrt", "w", "--claim")
NIELSEN = r"C = \frac12\sum_j (y_j-a_j^L)^2, a_j^L = \sigma(z_j^L), z_j^L = \sum_k w_{jk}^L a_k^{L-1} + b_j^L"
NG = (TEX, r"J = \frac12\|a^{[2]}-y\|^2, a^{[2]} = W^{[2]}a^{[1]}+b^{[2]}, a^{[1]} = \tanh(W^{[1]}x+b^{[1]})", "--wrt")
LAYER = r"J = \frac12\|a^{[l]}-y\|^2, a^{[l]} = \sigma(z^{[l]}), z^{[l]} = W^{[l]}a^{[l-1]}+b^{[l]}"
NEURON = (TEX, r"\mathcal{L}(a,y) = -(y\log a+(1-y)\log(1-a)), a=\sigma(z), z=wx+b", "--wrt")
GAUSSIANS = (TEX, r"\frac12\sum_{n=1}^N(x_n-\mu)^T\Sigma^{-1}(x_n-\mu)", "--wrt", r"\mu", "--claim")
POLICY = r"-\sum_a\pi(a|s)Q(s,a), \pi(a|s) = \frac{e^{\theta_a}}{\sum_b e^{\theta_b}}"
CHOSEN, LOST = (rf"\frac{{\pi_\theta(y_{k}\mid x)}}{{\pi_{{\mathrm{{ref}}}}(y_{k}\mid x)}}" for k in "wl")
DPO = (TEX, rf"-\log\sigma(\beta\log{CHOSEN} - \beta\log{LOST})", "--wrt", r"\pi_\theta(y_w\mid x)", "--claim")
NORMAL = (TEX, r"\log(\sigma\sqrt{2\pi}) + \frac{(y-\mu)^2}{2\sigma^2}", "--wrt", r"\sigma^2", "--claim")
LABELLED = (TEX, r"-\log p_y, p = \operatorname{softmax}(z)", "--wrt", "z", "--claim")
FOCAL = (TEX, r"-\alpha_t(1-p_t)^\gamma\log(p_t)", "--wrt", "p_t", "--claim")
ENTROPY = (TEX, r"-\sum_i y_i\log p_i+(1-y_i)\log(1-p_i)", "--wrt", "p_k", "--claim")
LABELS = (TEX, r"-\sum_i w_{y_i} \log p_{i y_i}", "--wrt", "p_{kj}", "--claim")
COURSE = (
    r"J(\theta) = -\frac{1}{m}\sum_{i=1}^m [y^{(i)}\log h_\theta(x^{(i)}) + (1-y^{(i)})\log(1-h_\theta(x^{(i)}))], "
    r"h_\theta(x) = \frac{1}{1+e^{-\theta^Tx}}"
)
LAYERS = (TEX, r"\frac12\|y-W_2 h\|^2, h = \sigma(W_1 x)", "--wrt")
MACHINE = (TEX, r"\frac{1}{2}\|\mathbf{w}\|^2 + C\sum_i \max(0, 1-y_i(\mathbf{w}^\top\mathbf{x}_i + b))", "--wrt", "b")
DEFINED = r"\sum_k (p_k - t_k)^2, p_k = \mathrm{softmax}(z)_k, \mathrm{softmax}(z)_k = \frac{e^{z_k}}{\sum_j e^{z_j}}"

GAUSSIAN = r"\log\det(\Sigma) + (x-\mu)^T\Sigma^{-1}(x-\mu)"
TYPED: list[tuple[str, tuple[str, ...], str]] = [
    # targets of every example sum to 1
    ("convention", (TEX, ROWS, "--wrt", "z_{ik}", "--claim", "p_{ik} - y_{ik}"), "Σ_{k=1..K} y_ik = 1"),
    ("negated", (TEX, ROWS, "--wrt", "z_{ik}", "--claim", "y_{ik} - p_{ik}"), "y_ik = 1"),
    ("wrong", (TEX, ROWS, "--wrt", "z_{ik}", "--claim", "p_{ik}"), ""),
    ("convention", (*CODE, "X.T @ (P - Y)/len(X)"), "takes for granted"),
    ("wrong", (*CODE, "X.T @ P/len(X)"), ""),
    ("convention", (*DIVERGENCE, "q_i - p_i"), "the entries of p are positive"),
    ("wrong", (*DIVERGENCE, "q_i - 2p_i"), ""),
    ("wrong", ("sum(log(1+exp(-y_i*z_i)),i=1..n)", "--symbol", "y:{-1,+1}", "--wrt", "z_k", "--claim", "-y_k"), ""),
    # a column times a row, in code
    ("exact", ("np.sum((y - W@x)**2)", "--wrt", "W", "--claim", "-2*(y - W@x)@x.T"), "their transposes for rows"),
    ("exact", ("np.sum((y - W@x)**2)", "--wrt", "W", "--claim", "-2*(y - W@x)*x.T"), ""),
    ("negated", ("np.sum((y - W@x)**2)", "--wrt", "W", "--claim", "2*(y - W@x)@x.T"), ""),
    ("convention", ("np.sum((y - W@x)**2)", "--wrt", "W", "--claim", "-2*x@(y - W@x).T"), "another layout"),
    ("exact", ("x.T@S@x", "--wrt", "S", "--claim", "x x^T"), ""),
    ("exact", ("x^T S x", "--wrt", "S", "--claim", "x@x.T"), ""),
    ("positive-scale", ("x.T@S@x", "--wrt", "S", "--claim", "2*x@x.T"), "1/2 times as large"),
    ("wrong", ("x.T@S@x", "--wrt", "x", "--claim", "2*S@x@x.T"), ""),
    ("exact", ("x.T@S@x + log(det(S))", "--wrt", "S", "--claim", "x@x.T + inv(S).T"), "their transposes for rows"),
    (
        "exact",
        (
            *("np.sum((sigma(W@x) - y)**2)", "--wrt", "W", "--claim"),
            "2*((sigma(W@x) - y)*sigma(W@x)*(1 - sigma(W@x)))@x.T",
        ),
        "their transposes for rows",
    ),
    # vectors that stand and lie, spread over matrices as a program does it; what only keeps an axis
    ("exact", ("v@np.maximum(0, W@x)", "--wrt", "W", "--claim", "v@x.T*(W@x > 0)"), "their transposes for rows"),
    ("convention", ("x.T@np.maximum(0, W.T@x)", "--wrt", "W", "--claim", "x@x.T*(W.T@x > 0)"), "another layout"),
    ("exact", ("np.sum((X@W + b - Y)**2)", "--wrt", "b", "--claim", "2*(X@W + b - Y).sum(axis=0, keepdims=True)"), ""),
    (
        "wrong",
        ("np.sum((X@W + b - Y)**2)", "--wrt", "W", "--claim", "2*np.sum(X@W + b - Y, axis=0, keepdims=True)"),
        "a matrix of 1 by d entries",
    ),
    ("exact", ("np.sum((W@x - y)**2)", "--wrt", "W", "--claim", "2*(W@x - y)[:,None]@x[None,:]"), ""),
    ("wrong", ("np.sum((W@x - y)**2)", "--wrt", "W", "--claim", "2*(W@x - y)[:,None]@x"), "1 entries here meet d"),
    ("exact", ("np.sum(abs(X@w - y))", "--wrt", "w", "--claim", "(np.sign(X@w - y)[:,None]*X).sum(axis=0)"), ""),
    ("exact", ("np.sum(np.maximum(0, W@x))", "--wrt", "W", "--claim", "np.outer(W@x > 0, x)"), ""),
    ("negated", ("np.sum((W@x - y)**2)", "--wrt", "W", "--claim", "-np.outer(x, W@x - y)"), "stands in another layout"),
    ("convention", ("np.sum((W@x - y)**2)", "--wrt", "W", "--claim", "np.outer(x, W@x - y)"), "1/2 times the gradient"),
    ("exact", ("np.sum((W@x - y)**2)", "--wrt", "W", "--claim", "np.outer(2*(W@x - y)[:,None], x[None,:])"), ""),
    ("wrong", ("v@np.maximum(0, W@x)", "--wrt", "W", "--claim", "(W@x > 0)[None,:]*v.T*x"), "entries here meet"),
    ("exact", ("(w@x - y)**2", "--wrt", "w", "--order", "2", "--claim", "2*x@x.T"), "was judged as the slope"),
    ("wrong", ("(w@x - y)**2", "--wrt", "w", "--order", "2", "--claim", "2*x.T@x"), ""),
    # targets that sum to 1, where more arrays stand within the logarithm; a bias of which nothing says what it is
    (
        "convention",
        (
            *("-np.sum(Y*np.log(softmax(X@W + b, axis=1)))", "--wrt", "b", "--claim"),
            "np.sum(softmax(X@W + b, axis=1) - Y, axis=0)",
        ),
        "as for the targets of a classification",
    ),
    ("undecided", ("-sum(y*log(softmax(W x + b)))", "--wrt", "b", "--claim", "softmax(W x + b) - y"), "is convention"),
    # labels that pick entries
    ("wrong", (*LABELS, "-w_{y_k}/p_{kj}"), ""),
    ("convention", (*LABELS, r"-\frac{w_j}{p_{kj}}\mathbb{1}[y_k = j]"), "p_kj = 0"),
    ("wrong", ("-sum(w[y[i]]*log(p[i,y[i]]), i=1..n)", "--wrt", "p[k,j]", "--claim", "-w[y[k]]/p[k,j]"), ""),
    # courses
    ("exact", (TEX, COURSE, "--wrt", r"\theta_j", "--claim",
               r"\frac{1}{m}\sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)})x_j^{(i)}"), ""),
    ("exact", (TEX, COURSE, "--wrt", r"\theta_j", "--claim",
               r"\frac{1}{m}\sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)})x^{(i)}_j"), ""),
    ("exact", (TEX, COURSE, "--wrt", r"\theta", "--claim",
               r"\frac{1}{m}\sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)})x^{(i)}"), "one vector for each index"),
    ("wrong", (TEX, COURSE, "--wrt", r"\theta", "--claim", r"\frac{1}{m}\sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)})"),
     ""),
    ("exact", (TEX, r"C = \frac12\sum_j (y_j-a^L_j)^2, a^L_j = \sigma(z^L_j)", "--wrt", "z^L_j", "--claim",
               "(a^L_j-y_j)a^L_j(1-a^L_j)"), "a^{L} was read as a name with a label"),
    ("exact", (TEX, r"\frac1n\sum_i (y_i - p_i)^2, p_i = \sum_j x_{ij} w_j", "--wrt", "w_k", "--claim",
               r"-\frac2n\sum_i (y_i - p_i)x_{ik}"), ""),
    ("exact", (TEX, r"\frac{1}{n}\sum_i (x_i - \mu)^2", "--wrt", r"\mu", "--claim", r"-2(\bar{x}-\mu)"),
     "The mean of x was read for x_bar"),
    ("wrong", (TEX, r"\frac{1}{n}\sum_i (x_i - \mu)^2", "--wrt", r"\mu", "--claim", r"-(\bar{x}-2\mu)"), ""),
    # what a claim defines, and what stands beside a loss
    ("exact", (TEX, r"L_i = -\log\left(\frac{e^{f_{y_i}}}{\sum_j e^{f_j}}\right)", "--wrt", "f_k", "--claim",
               r"p_k - \mathbb{1}(y_i = k), p_k = \frac{e^{f_k}}{\sum_j e^{f_j}}"), ""),
    ("convention", (TEX, DIVERGENCE[1] + r", \sum_i p_i = 1", "--wrt", "z_i", "--claim", "q_i - p_i"), "p_i = 1"),
    ("convention", (TEX, r"\frac{1}{2}w^TAw - b^Tw", "--where", "A^T = A", "--wrt", "w", "--claim", "Aw - b"), "A_ij"),
    ("wrong", (TEX, r"\frac{1}{2}w^TAw - b^Tw", "--wrt", "w", "--claim", "Aw - b"), ""),
    ("exact", (TEX, r"\frac12(t-o)^2, o=\sigma(s), s = w x", "--wrt", "w", "--claim",
               r"\frac{\partial E}{\partial o}\frac{\partial o}{\partial w}=(o-t)o(1-o)x"), ""),
    # conditions below a sum, entries with a number
    ("exact", (*MACHINE, "--claim", r"-C\sum_{i: y_i(\mathbf{w}^\top\mathbf{x}_i + b) < 1} y_i"), ""),
    ("wrong", (*MACHINE, "--claim", r"-C\sum_{i: y_i(\mathbf{w}^\top\mathbf{x}_i + b) > 1} y_i"), ""),
    ("exact", (TEX, r"-\log\frac{e^{q\cdot k_1}}{\sum_{i=1}^{K} e^{q\cdot k_i}}", "--wrt", "q", "--claim",
               r"\frac{\sum_{i=1}^K e^{q\cdot k_i}k_i}{\sum_{i=1}^K e^{q\cdot k_i}}-k_1"), ""),
    # matrices with a number, determinants, products that look like functions
    ("exact", (*LAYERS, "W_2", "--claim", "-(y-W_2h)h^T"), "W_2: read as a matrix"),
    ("exact", (*LAYERS, "W_1", "--claim", r"-\left(W_2^T(y-W_2h)\odot h\odot(1-h)\right)x^T"), ""),
    ("wrong", (*LAYERS, "W_1", "--claim", r"-\left(W_2^T(y-W_2h)\odot h\right)x^T"), ""),
    ("exact", ("0.5*np.sum((W2 @ h - y)**2)", "--where", "h = np.tanh(W1 @ x)", "--wrt", "W1", "--claim",
               "np.outer((W2.T @ (W2 @ h - y))*(1 - h**2), x)"), ""),
    ("exact", ("logdet(S) + tr(S@A)", "--wrt", "S", "--claim", "A.T + np.linalg.inv(S).T"), ""),
    ("exact", ("log_det(S) + tr(S@A)", "--wrt", "S", "--claim", "A^T + S^-T"), ""),
    ("exact", ("(X**-1).sum()", "--wrt", "X", "--claim", "-X**-2"), ""),
    ("exact", (TEX, r"(y-X\beta)^T W (y-X\beta)", "--wrt", r"\beta", "--claim", r"-X^T(W+W^T)(y-X\beta)"),
     "W(...) was read as a product"),
    ("wrong", (TEX, r"(y-X\beta)^T W (y-X\beta)", "--symbol", "W:matrix", "--wrt", r"\beta", "--claim",
               r"-2X^TW(y-X\beta)"), ""),
    # programs
    ("exact", ("np.logaddexp(0, -y*z)", "--wrt", "z", "--claim", "-y/(1+np.exp(y*z))"), ""),
    ("exact", ("np.linalg.norm(a - b)", "--wrt", "a", "--claim", "(a - b)/np.linalg.norm(a - b)"), ""),
    ("exact", ("1 - np.dot(u,v)/(np.linalg.norm(u)*np.linalg.norm(v))", "--wrt", "u", "--claim",
               "np.dot(u,v)*u/(np.linalg.norm(u)**3*np.linalg.norm(v)) - v/(np.linalg.norm(u)*np.linalg.norm(v))"), ""),
    ("exact", ("-0.5*torch.sum(1 + logvar - mu.pow(2) - logvar.exp())", "--wrt", "mu", "--claim", "mu"), "a vector"),
    ("exact", ("torch.clamp(1 - y*f, min=0).sum()", "--wrt", "f", "--claim",
               "torch.where(y*f < 1, -y, torch.zeros_like(f))"), ""),
    ("wrong", ("torch.clamp(1 - y*f, max=0).sum()", "--wrt", "f", "--claim", "torch.where(y*f < 1, -y, 0)"), ""),
    ("exact", ("np.clip(x, 0, None).sum()", "--wrt", "x", "--claim", "(x > 0).astype(float)"), ""),
    ("exact", ("abs(x)", "--wrt", "x", "--claim", "(x > 0) - (x < 0)"), ""),
    ("exact", ("-z[y] + torch.logsumexp(z, 0)", "--wrt", "z[k]", "--claim", "torch.softmax(z, 0)[k] - (k == y)"), ""),
    ("exact", ("F.l1_loss(p, t)", "--wrt", "p", "--claim", "(p - t).sign()/p.shape[0]"), "the mean of |p - t|"),
    ("exact", ("tf.reduce_mean(tf.square(p - t))", "--wrt", "p", "--claim", "2*(p - t)/tf.size(p)"), ""),
    ("exact", ("1 - F.cosine_similarity(a, b, dim=0)", "--wrt", "a", "--claim",
               "-b/(a.norm()*b.norm()) + (a @ b)*a/(a.norm()**3*b.norm())"), "taken as"),
    ("exact", ("np.array([a, b]) @ np.array([[2, 1], [1, 3]]) @ np.array([a, b])", "--wrt", "a", "--claim",
               "4*a + 2*b"), ""),
    ("exact", ("torch.sigmoid(x).log().neg()", "--wrt", "x", "--claim", "torch.sigmoid(x) - 1"), ""),
    ("exact", ("fabs(x) <= 1 ? 0.5*x*x : fabs(x) - 0.5", "--wrt", "x", "--claim", "fmax(-1, fmin(1, x))"), ""),
    ("exact", ("x*x/2 if abs(x) <= 1 else abs(x) - 1/2", "--wrt", "x", "--claim",
               "x if abs(x) <= 1 else math.copysign(1, x)"), ""),
    ("exact", ("((t - (b + w*x))**2).mean()", "--wrt", "b", "--claim", "-2*(t - (b + w*x)).mean()"), ""),
    ("exact", ("((t - (b + w*x))**2).mean()", "--wrt", "w", "--claim", "-2*(x*(t - (b + w*x))).mean()"), ""),
    # functions and names that are defined, and gradients by what is defined
    ("exact", ("(a-t)^2", "--where", "a = f(m*x+b)", "--where", "f(x) = 1/(1+e^{-x})", "--wrt", "m", "--claim",
               "2(a-t)a(1-a)x"), ""),
    ("exact", (TEX, DEFINED, "--wrt", "p_i", "--claim", "2(p_i - t_i)"), "varied by itself"),
    ("exact", (TEX, DEFINED, "--wrt", "z_i", "--claim", r"2p_i(p_i - t_i - \sum_k p_k(p_k - t_k))"), ""),
    ("exact", (TEX, r"p_i = \frac{e^{z_i}}{\sum_k e^{z_k}}", "--wrt", "z_j", "--claim", r"p_i(\delta_{ij} - p_j)"), ""),
    ("exact", ("p = sigma(z)", "--wrt", "z", "--claim", "p*(1-p)"), ""),
    ("wrong", ("p = sigma(z)", "--wrt", "z", "--claim", "p*(1-z)"), ""),
    ("exact", ("f(x) = x*sigmoid(x)", "--wrt", "x", "--claim", "f'(x) = f(x) + sigmoid(x)*(1 - f(x))"), ""),
    ("exact", ("(o-t)^2/2", "--where", "o = sigma(z)", "--wrt", "o", "--claim", "o-t"), "varied by itself"),
    ("wrong", ("(o-t)^2/2", "--where", "o = sigma(z)", "--wrt", "o", "--claim", "0"), "zero everywhere"),
    ("exact", ("log(1+exp(-y*(w*x+b)))", "--where", "z = w*x + b", "--wrt", "z", "--claim", "-y*sigma(-y*z)"),
     "the name was put in"),
    ("wrong", (TEX, r"\frac{e^{w_a^Tx}}{\sum_d e^{w_d^Tx}}", "--where", "s_d = w_d^T x", "--wrt", "s_i", "--claim",
               "0"), "zero everywhere"),
    ("exact", (TEX, r"h = o\tanh(c), c = f c_0 + i g, f = \sigma(a)", "--wrt", "a", "--claim",
               r"o(1-\tanh^2(c))c_0 f(1-f)"), ""),
    ("exact", (TEX, r"\frac{TP}{TP+FP}, TP = \sum_i p_ig_i, FP = \sum_i p_i(1-g_i)", "--wrt", "p_j", "--claim",
               r"\frac{g_jFP - (1-g_j)TP}{(TP+FP)^2}"), ""),
    # sums over pairs, and beside an index of the entry
    ("exact", (TEX, r"\sum_{i<j} (s_i-s_j)^2", "--wrt", "s_k", "--claim",
               r"2\sum_{j>k} (s_k-s_j) - 2\sum_{i<k}(s_i-s_k)"), ""),
    ("wrong", (TEX, r"\sum_{i\neq j} C_{ij}^2", "--wrt", "C_{kl}", "--claim", "2C_{kl}"), "taken over both"),
    ("exact", (TEX, r"\sum_x p(x)q(x)^2", "--wrt", "q(x)", "--claim", "2p(x)q(x)"), "read as an array"),
    # signs as labels, capitals, Euler's letter as a variable
    ("exact", (TEX, r"-\log\sigma(s^{+} - s^{-})", "--wrt", "s^{+}", "--claim", r"\sigma(s^{+}-s^{-}) - 1"), ""),
    ("exact", ("max(0, m - s_+ + s_-)", "--wrt", "s_-", "--claim", "[m - s_+ + s_- > 0]"), "a part of its name"),
    ("exact", (TEX, r"-q\cdot k_+ + \log\sum_{i=1}^K e^{q\cdot k_i}", "--wrt", "q", "--claim",
               r"\sum_i p_i k_i - k_+, p_i = \frac{e^{q\cdot k_i}}{\sum_j e^{q\cdot k_j}}"), ""),
    ("exact", ("(a - e)^2", "--wrt", "e", "--claim", "-2(a - e)"), ""),
    # what libraries call
    ("exact", ("F.mse_loss(p, t)", "--wrt", "p", "--claim", "2*(p-t)/len(p)"), "the mean of (p - t)^2"),
    ("convention", ("nn.MSELoss()(p, t)", "--wrt", "p", "--claim", "2*(p-t)"), "n times"),
    ("exact", ("F.mse_loss(p, t, reduction='sum')", "--wrt", "p", "--claim", "2*(p-t)"), "the sum of (p - t)^2"),
    ("exact", ("F.cross_entropy(z, y)", "--wrt", "z", "--claim", "softmax(z) - onehot(y)"), "for labels y"),
    ("exact", ("F.cross_entropy(z, y)", "--wrt", "z", "--claim", "(softmax(z, dim=1) - onehot(y))/len(z)"), "the mean"),
    ("exact", ("F.nll_loss(logp, y)", "--wrt", "logp", "--claim", "-onehot(y)/len(y)"), "-logp_y"),
    ("exact", ("np.var(x)", "--wrt", "x", "--claim", "2*(x - x.mean())/x.size"), "divide by n"),
    ("exact", ("torch.var(x)", "--wrt", "x", "--claim", "2*(x - x.mean())/(len(x) - 1)"), "divide by n - 1"),
    ("exact", ("where(exp(p) = 5, p, p)", "--wrt", "p", "--claim", "1"), ""),
    ("exact", ("gelu(x)", "--wrt", "x", "--claim", "Phi(x) + x*phi(x)"), ""),
    ("convention", ("((X - Y)**2).mean()", "--wrt", "X", "--claim", "2*(X-Y)/len(X)"), "d times"),
    ("convention", (TEX, GAUSSIAN, "--wrt", r"\mu", "--claim", r"-2\Sigma^{-1}(x-\mu)"), "as a covariance is"),
    ("wrong", (TEX, GAUSSIAN, "--wrt", r"\mu", "--claim", r"-\Sigma^{-1}x"), ""),
    # a symmetry that was declared holds; one that nobody mentioned does not
    ("exact", ("w^T S w", "--wrt", "w", "--claim", "2 S w", "--symbol", "S:symmetric"), "that were stated"),
    ("exact", ("x^T S^-1 x", "--wrt", "x", "--claim", "2 S^-1 x", "--symbol", "S:symmetric"), ""),
    ("wrong", ("a^T X^{-1} b", "--wrt", "X", "--claim", "-X^{-1} a b^T X^{-1}"), ""),
    # what divides and does nothing else is a number
    ("exact", ("np.mean(np.exp(-y*f/T))", "--wrt", "f", "--claim", "-y*np.exp(-y*f/T)/(n*T)"), ""),
    ("exact", ("torch.sum((x/s)**2)", "--wrt", "x", "--claim", "2*x/s**2"), "x: read as a vector"),
    ("exact", ("(y-a)^2/2", "--where", "a = sigma(z)", "--where", "z = w*x", "--wrt", "w", "--claim",
               "dL/da * da/dz * dz/dw = (a-y)*a*(1-a)*x"), ""),
    # one claim for several variables
    ("exact", ("2x_1^2 + x_2", "--wrt", "x_1", "--wrt", "x_2", "--claim", "[4x_1, 1]"), ""),
    ("exact", (TEX, "2x_1^2 + x_2", "--wrt", "x_1", "--wrt", "x_2", "--claim",
               r"\begin{bmatrix} 4x_1 \\ 1 \end{bmatrix}"), ""),
    ("wrong", ("2x_1^2 + x_2", "--wrt", "x_1", "--wrt", "x_2", "--claim", "[2x_1, 1]"), "component for x_1"),
    ("wrong", ("(t - b - w*x)^2", "--wrt", "b", "--wrt", "w", "--claim", "-2(t - b - w*x)"), "taken for each of them"),
    ("positive-scale", ("x^T [[2, 1], [1, 20]] x", "--wrt", "x", "--claim", "[[2, 1], [1, 20]] x"), "1/2 times"),
    # layers, and what courses call the slopes
    ("exact", (TEX, NIELSEN, "--wrt", "w_{jk}^L", "--claim", r"a_k^{L-1}(a_j^L-y_j)\sigma'(z_j^L)"), "label"),
    ("exact", (TEX, NIELSEN, "--wrt", "b_j^L", "--claim", r"\delta_j^L = (a_j^L-y_j)\sigma'(z_j^L)"), ""),
    ("wrong", (TEX, NIELSEN, "--wrt", "b_j^L", "--claim", r"\delta_j^L = a_j^L-y_j"), ""),
    ("exact", (*NG, "W^{[1]}", "--claim", r"(W^{[2]T}(a^{[2]}-y)\odot(1-(a^{[1]})^2))x^T"), ""),
    ("exact", (*NG, "W^{[2]}", "--claim", "dW^{[2]} = (a^{[2]}-y)a^{[1]T}"), "W2: read as a matrix"),
    ("wrong", (*NG, "W^{[1]}", "--claim", r"(W^{[2]\top}(a^{[2]}-y))x^\top"), "was dropped"),
    ("exact", (TEX, LAYER, "--wrt", "W^{[l]}", "--claim",
               r"((a^{[l]}-y)\odot a^{[l]}\odot(1-a^{[l]}))a^{[l-1]T}"), ""),
    ("exact", (*NEURON, "z", "--claim", "dz = a - y"), ""),
    ("exact", (*NEURON, "w", "--claim", r"x\,dz, dz = a - y"), ""),
    ("negated", (*NEURON, "z", "--claim", "dz = y - a"), ""),
    # a formula to be differentiated on the left of the claim
    ("exact", (TEX, r"\mathbf{x}^\top\mathbf{A}\mathbf{x}", "--wrt", r"\mathbf{x}", "--claim",
               r"\frac{\partial}{\partial\mathbf x}\mathbf{x}^\top\mathbf{Ax} = (\mathbf{A}+\mathbf{A}^T)\mathbf{x}"),
     ""),
    ("exact", (TEX, "a^TXb", "--wrt", "X", "--claim", r"\frac{\partial a^TXb}{\partial X} = ab^T"), ""),
    ("exact", ("(w*x-t)^2", "--wrt", "w", "--claim", "d/dw (w*x-t)^2 = 2x(w*x-t)"), ""),
    # probabilities, policies, and calls and squares that are quantities
    ("exact", (TEX, POLICY, "--wrt", r"\theta_a", "--claim", r"-\pi(a|s)(Q(s,a)-\sum_b\pi(b|s)Q(s,b))"), "of both"),
    ("wrong", (TEX, POLICY, "--wrt", r"\theta_a", "--claim", r"-\pi(a|s)(1-\pi(a|s))Q(s,a)"), "cross terms"),
    (
        "wrong",
        ("-sum(t_i*log(softmax(z)_i), i=1..n)", "--wrt", "z_k", "--claim", "t_k*(softmax(z)_k - 1)"),
        "cross terms",
    ),
    ("exact", (TEX, r"-\log p(y|x)", "--wrt", "p(y|x)", "--claim", r"-\frac{1}{p(y|x)}"), "a quantity of its own"),
    ("exact", (*DPO, rf"-\frac{{\beta}}{{\pi_\theta(y_w|x)}}(1-\sigma(\beta\log{CHOSEN}-\beta\log{LOST}))"), ""),
    ("exact", (TEX, r"D_{KL}(p\|q) = \sum_i p_i\log\frac{p_i}{q_i}", "--wrt", "p_i", "--claim",
               r"\log\frac{p_i}{q_i}+1"), ""),
    ("exact", (TEX, r"-\sum_i p(x_i)\log q(x_i)", "--wrt", "q(x_i)", "--claim", r"-\frac{p(x_i)}{q(x_i)}"), ""),
    ("exact", (TEX, r"-\log\frac{e^{\operatorname{sim}(z_i,z_j)}}{\sum_k e^{\operatorname{sim}(z_i,z_k)}}", "--wrt",
               r"\operatorname{sim}(z_i,z_j)", "--claim",
               r"\frac{e^{\operatorname{sim}(z_i,z_j)}}{\sum_k e^{\operatorname{sim}(z_i,z_k)}} - 1"), ""),
    ("exact", (TEX, r"\log(1-D(G(z)))", "--wrt", "D(G(z))", "--claim", r"-\frac{1}{1-D(G(z))}"), ""),
    ("exact", (*NORMAL, r"\frac{1}{2\sigma^2}-\frac{(y-\mu)^2}{2\sigma^4}"), "square of sigma was read as a quantity"),
    ("wrong", (*NORMAL, r"\frac{1}{\sigma}-\frac{(y-\mu)^2}{\sigma^3}"), ""),
    ("exact", (TEX, r"\log\sigma^2", "--symbol", "sigma:positive", "--wrt", r"\sigma^2", "--claim", r"1/\sigma^2"), ""),
    ("exact", (TEX, r"(r+\gamma V_{t+1}-V_t)^2", "--wrt", "V_t", "--claim", r"-2(r+\gamma V_{t+1}-V_t)"), "as a label"),
    ("exact", (TEX, r"\frac12(r+\gamma V(s')-V(s))^2", "--wrt", "V(s)", "--claim", r"-(r+\gamma V(s')-V(s))"), ""),
    # rows, unit vectors, sums that say little
    ("exact", (*ROWWISE, "X^T(Xw-y)"), "X was read as the matrix with the rows x_i"),
    ("exact", (*ROWWISE, r"\mathbf{X}^T(\mathbf{X}\mathbf{w}-\mathbf{y})"), ""),
    ("wrong", (*ROWWISE, "X(Xw-y)"), "does not fit"),
    ("convention", (*GAUSSIANS, r"-\sum_{n=1}^N\Sigma^{-1}(x_n-\mu)"), "as a covariance is"),
    ("exact", (*LABELLED, "p - e_y"), "1 at the place y"),
    ("wrong", (*LABELLED, "e_y - 2p"), ""),
    ("exact", (*ENTROPY, r"\frac{p_k-y_k}{p_k(1-p_k)}"), "taken over all terms that hold its index"),
    ("exact", (TEX, r"\sum_i w_i x_i + b", "--wrt", "b", "--claim", "1"), ""),
    ("exact", (TEX, r"\Sigma (y - (mx+b))^2", "--wrt", "m", "--claim", r"-2\Sigma x(y-(mx+b))"), "the sign of a sum"),
    ("exact", (TEX, r"\sum (y - mx - b)^2", "--wrt", "b", "--claim", r"-2\sum (y-mx-b)"), ""),
    # signs
    ("exact", (*FOCAL, r"\alpha_t\gamma(1-p_t)^{\gamma-1}\log p_t - \frac{\alpha_t(1-p_t)^\gamma}{p_t}"), ""),
    ("wrong", (TEX, r"\sum_l (x^{(l)}-y^{(l)})^2", "--wrt", "x_l", "--claim", "x_l-2y_l"), ""),
    ("exact", (TEX, r"\log|\det X|", "--wrt", "X", "--claim", r"X^{-\top}"), ""),
    ("exact", (TEX, r"\lambda - k\log\lambda + \log k!", "--wrt", r"\lambda", "--claim", r"1-\frac{k}{\lambda}"), ""),
    ("exact", (TEX, r"\sum_k \mathbb{1}_{[k\ne i]} s_k^2", "--wrt", "s_j", "--claim",
               r"2\mathbb{1}_{[j\ne i]}s_j"), ""),
    # shapes that would fit a square matrix alone
    ("wrong", (TEX, r"\frac12\|Ax-b\|^2", "--wrt", "x", "--claim", "A(Ax-b)"), "d entries here meet n there"),
    # what everybody takes for granted
    ("convention", (TEX, r"1-\sum_i\sqrt{p_i q_i}", "--wrt", "q_j", "--claim", r"-\frac12\sqrt{\frac{p_j}{q_j}}"),
     "p and q are positive"),
    ("convention", ("-min(r*A, clip(r, 1-eps, 1+eps)*A)", "--wrt", "r", "--claim",
                    "-A if (A>0 and r<1+eps) or (A<0 and r>1-eps) else 0"), "eps is a positive constant"),
    ("convention", ("x*np.tanh(np.sqrt(2/np.pi)*0.044715*x)", "--wrt", "x", "--claim",
                    "np.tanh(0.0356774*x) + 0.0356774*x/np.cosh(0.0356774*x)**2"), "ight to the digits given"),
    # the largest entry of an array
    ("exact", ("np.max(z)", "--wrt", "z", "--claim", "onehot(np.argmax(z))"), "z: read as a vector"),
    ("exact", ("z.max() - z[y]", "--wrt", "z_k", "--claim", "[k = argmax(z)] - [k = y]"), ""),
    ("exact", ("np.log(np.sum(np.exp(z - np.max(z)))) + np.max(z)", "--wrt", "z", "--claim",
               "np.exp(z)/np.sum(np.exp(z))"), ""),
    ("exact", ("max(abs(x))", "--wrt", "x", "--claim", "sign(x)*onehot(argmax(abs(x)))"), ""),
    ("exact", ("np.sum(S.max(axis=1))", "--wrt", "S", "--claim", "S == S.max(axis=1, keepdims=True)"), ""),
    ("exact", ("min(z)", "--wrt", "z_k", "--claim", "[k = argmin(z)]"), ""),
    ("wrong", ("np.max(z)", "--wrt", "z", "--claim", "np.ones_like(z)"), ""),
    ("wrong", ("max(z)", "--wrt", "z", "--claim", "onehot(argmin(z))"), ""),
    # domains that ordinary numbers miss, and unit vectors
    ("exact", ("sqrt(x-100000)", "--wrt", "x", "--claim", "1/(2*sqrt(x-100000))"), ""),
    ("positive-scale", ("sqrt(x-100000)", "--wrt", "x", "--claim", "1/sqrt(x-100000)"), "At x = 2000"),
    ("wrong", ("sqrt(x-100000)", "--wrt", "x", "--claim", "1/(2*(x-100000))"), ""),
    ("exact", ("log(sin(x)-0.9999)", "--wrt", "x", "--claim", "cos(x)/(sin(x)-0.9999)"), ""),
    ("exact", ("log(log(x)-20)", "--wrt", "x", "--claim", "1/(x*(log(x)-20))"), ""),
    ("exact", ("log(x-y)", "--where", "x > y + 5000", "--wrt", "x", "--claim", "1/(x-y)"), ""),
    ("wrong", ("log(x-y)", "--where", "x > y + 5000", "--wrt", "x", "--claim", "1/(x+y)"), ""),
    ("convention", ("x^T y/||y||", "--where", "||y|| = 1", "--wrt", "x", "--claim", "y"), "Σ_{i=1..n} y_i² = 1"),
    ("convention", ("x^T A x/(x^T x)", "--where", "||x|| = 1", "--where", "A^T = A", "--wrt", "x", "--claim",
                    "2 A x - 2 (x^T A x) x"), "x_i² = 1"),
    # batches in code, densities
    ("exact", ("F.relu(X @ W + b).sum()", "--wrt", "W", "--claim", "X.T @ (X @ W + b > 0).float()"), ""),
    ("undecided", ("F.relu(x @ W + b).sum()", "--wrt", "W", "--claim", "x.T @ (x @ W + b > 0).float()"),
     "if x is a matrix, the claim is the gradient"),
    ("wrong", ("F.relu(x @ W + b).sum()", "--wrt", "W", "--claim", "2*x.T @ (x @ W + b > 0).float()"), "does not fit"),
    ("exact", (TEX, r"-\sum_i \log \mathcal{N}(x_i|\mu,\sigma^2)", "--wrt", r"\mu", "--claim",
               r"-\sum_i (x_i-\mu)/\sigma^2"), "the density of the normal distribution with mean m and variance v"),
    # identity matrices, unit vectors, primes behind a bracket, pi as a policy, a formula beside code
    ("exact", ("np.sum((X @ w - y)**2) + lam*np.sum(w**2)", "--wrt", "w", "--claim",
               "2*(X.T @ X + lam*np.eye(X.shape[1])) @ w - 2*X.T @ y"), ""),
    ("wrong", ("np.sum((X @ w - y)**2) + lam*np.sum(w**2)", "--wrt", "w", "--claim",
               "2*(X.T @ X + lam*np.eye(len(y))) @ w - 2*X.T @ y"), "entries here meet"),
    ("exact", ("-np.log(softmax(z)[y])", "--wrt", "z", "--claim", "softmax(z) - np.eye(K)[y]"), ""),
    ("exact", ("-log softmax(Wx)_y", "--wrt", "W", "--claim", "(softmax(Wx) - e_y) x^T"), "1 at the place y"),
    ("exact", ("(y - X*w)'*(y - X*w)", "--wrt", "w", "--claim", "-2*X'*(y - X*w)"), ""),
    ("exact", ("-A*log(pi)", "--where", "pi = sigma(theta*s)", "--wrt", "theta", "--claim", "-A*(1 - pi)*s"), ""),
    ("exact", ("||X w - y||^2 + lam ||w||^2", "--wrt", "w", "--claim",
               "2 (X.T @ X + lam*np.eye(d)) @ w - 2 X.T @ y"), ""),
    # what --where defines by cases, arrays of ones, biases of a batch
    ("exact", ("x if x > 0 else a*(exp(x) - 1)", "--where", "f = x if x > 0 else a*(exp(x) - 1)", "--wrt", "x",
               "--claim", "1 if x > 0 else f + a"), ""),
    ("wrong", ("m*x^2", "--where", "m = 1 if y > 0 else 0", "--wrt", "x", "--claim", "2x"), ""),
    ("exact", ("np.sum(A@B)", "--wrt", "A", "--claim", "np.ones((n,k)) @ B.T"), ""),
    ("wrong", ("np.sum(x)", "--wrt", "x", "--claim", "np.zeros(n)"), ""),
    ("exact", ("np.mean((X@W + b - Y)**2)", "--wrt", "b", "--claim", "2*(X@W + b - Y).sum(axis=0)/Y.size"),
     "if b is a number, the verdict is wrong"),
    ("convention", ("np.mean((X@W + b - Y)**2)", "--wrt", "b", "--claim", "2*(X@W + b - Y).mean(axis=0)"), "d times"),
    ("exact", (TEX, r"\frac12\sum_k(o_k - t_k)^2, o_k = \sigma(n_k), n_k = \sum_j w_{kj}h_j", "--wrt", "h_j",
               "--claim", r"\sum_k (o_k-t_k)o_k(1-o_k)w_{kj}"), ""),
    ("exact", ("log(sum_i exp(x_i - max(x))) + max(x)", "--wrt", "x_k", "--claim", "exp(x_k)/sum_j exp(x_j)"), ""),
    # neighbours
    ("convention", ("sum_t (x_{t+1} - x_t)^2", "--wrt", "x_t", "--claim", "2(x_t - x_{t-1}) - 2(x_{t+1} - x_t)"),
     "t ≥ 2 and t ≤ n, as there is no entry beyond the ends"),
    ("convention", (TEX, r"\sum_{t=1}^{T-1} |x_{t+1} - x_t|", "--wrt", "x_t", "--claim",
                    r"\operatorname{sign}(x_t-x_{t-1}) - \operatorname{sign}(x_{t+1}-x_t)"), "t ≤ T − 1"),
    ("wrong", (TEX, r"\sum_{t=1}^{T-1} (x_{t+1} - x_t)^2", "--wrt", "x_t", "--claim", "2(2x_t - x_{t-1} + x_{t+1})"),
     "has no value"),
    ("exact", ("sum((x_{t+1} - x_t)^2, t=1..n-1)", "--wrt", "x_k", "--claim",
               "2(x_k - x_{k-1})[k>1] - 2(x_{k+1}-x_k)[k<n]"), ""),
    ("exact", ("sum_t (x_t - a*x_{t-1})^2", "--wrt", "a", "--claim", "-2 sum_t (x_t - a*x_{t-1}) x_{t-1}"),
     "taken from t = 2 on"),
    ("convention", ("np.sum((x[1:] - x[:-1])**2)", "--wrt", "x_k", "--claim",
                    "2*(x_k - x_{k-1}) - 2*(x_{k+1} - x_k)"), "as there is no entry beyond the ends"),
    ("exact", ("np.sum((x[1:] - a*x[:-1])**2)", "--wrt", "a", "--claim",
               "-2*np.sum(x[:-1]*(x[1:] - a*x[:-1]))"), ""),
    # Unicode
    ("exact", ("½‖y − Xw‖² + λ‖w‖₁", "--wrt", "w_j", "--claim", "−Σᵢ Xᵢⱼ(yᵢ − Σₖ Xᵢₖwₖ) + λ·sign(wⱼ)"), ""),
    ("exact", ("½ Σ (y − ŷ)²", "--wrt", "ŷ", "--claim", "ŷ − y"), "the sum of the powers"),
    ("negated", ("-y log(σ(wᵀx)) - (1-y) log(1-σ(wᵀx))", "--wrt", "w", "--claim", "∂L/∂w = (y - σ(wᵀx)) x"), ""),
    ("exact", ("(w*x - t)^2", "--wrt", "w", "--claim", "∇_w L = 2x(w*x - t)"), ""),
    ("exact", ("½(y - ŷ)²", "--where", "ŷ = vᵀh", "--where", "h = tanh(Wx)", "--wrt", "W", "--claim",
               "-(y - ŷ)(v ⊙ (1 - h⊙h))xᵀ"), ""),
    ("wrong", ("½ sum(y − ŷ)²", "--wrt", "ŷ", "--claim", "ŷ − y"), ""),
    # a sum that names no index does not run over those that stand outside
    ("exact", ("sum((o_k-t_k)^2)", "--where", "o_k = sum(w_{kj}*x_j)", "--wrt", "w_{ij}",
               "--claim", "2(o_i-t_i)x_j"), "was taken over j"),
    ("exact", ("-sum(t_k log(p_k))", "--where", "p_k = exp(z_k)/sum(exp(z_k))", "--wrt", "z_j",
               "--claim", "p_j sum(t_k) - t_j"), "was taken over k"),
    ("exact", ("sum((y_i - sum(x_{ij} w_j))^2)", "--wrt", "w_j",
               "--claim", "-2 sum(x_{ij}(y_i - sum(x_{ik} w_k)))"), ""),
    ("exact", ("sum((y_i - p_i)^2)", "--where", "p_i = sum(x_{ij} w_j)", "--wrt", "w_j",
               "--claim", "-2 sum((y_i - p_i) x_{ij})"), ""),
    ("exact", ("log(sum(w_j^2))", "--wrt", "w_j", "--claim", "2 w_j/sum(w_j^2)"), ""),
    # what is right only where something holds that was stated
    ("convention", ("x^T S^-1 x", "--where", "S = S^T", "--wrt", "x", "--claim", "2 S^-1 x"), "as was stated"),
    ("convention", ("-sum_k t_k log(softmax(z)_k)", "--where", "sum(t_k) = 1", "--wrt", "z",
                    "--claim", "softmax(z) - t"),
     "t_k = 1 holds, as was stated"),
    ("convention", ("sum_i |x_i|^p", "--where", "p = 2", "--wrt", "x_j", "--claim", "2 x_j"), "p = 2 holds"),
    # letters of sizes that only the claim holds
    ("exact", ("sum_{i,j} (x_i - x_j)^2", "--wrt", "x_k", "--claim", "4 n x_k - 4 sum_i x_i"), "n was read as"),
    ("exact", ("sum_i sum_j (x_i - x_j)^2", "--wrt", "x_k", "--claim", "4 N x_k - 4 sum_i x_i"), "N was read as"),
    ("exact", ("np.mean(np.mean(X, axis=1))", "--wrt", "X", "--claim", "1/(n*d)"), "a matrix (n by d)"),
    ("exact", ("np.mean((X@W - Y)**2)", "--wrt", "W", "--claim", "2*X.T@(X@W-Y)/(n*K)"), "(d by K)"),
    ("exact", ("np.mean(np.sum((P-Y)**2, axis=1))", "--wrt", "P", "--claim", "2*(P-Y)/B"), "(B by "),
    ("wrong", ("sum_{i,j} (x_i - x_j)^2", "--wrt", "x_k", "--claim", "2 n x_k - 4 sum_i x_i"), ""),
    ("exact", ("||w||^2/2 + C sum_i max(0, 1 - y_i w^T x_i)", "--wrt", "w",
               "--claim", "w - C sum_i y_i x_i [y_i w^T x_i < 1]"), ""),
    # what stands beside w^T is a vector
    ("exact", ("sum(log(1+exp(-y_i*w^T x_i)))", "--wrt", "w", "--claim", "sum(-y_i x_i sigma(-y_i*w^T x_i))"),
     "one vector for each index"),
    ("exact", ("sum max(0, 1 - y_i w^T x_i)", "--wrt", "w", "--claim", "-sum(y_i x_i [y_i w^T x_i < 1])"), ""),
    ("exact", ("sum((x_i^T w - y_i)^2)", "--wrt", "w", "--claim", "2 sum((x_i^T w - y_i) x_i)"), ""),
    ("wrong", ("sum((w^T x_i - y_i)^2)", "--wrt", "w", "--claim", "2 sum(w^T x_i - y_i)"), ""),
    # square matrices tell nothing of the layout
    ("convention", ("tr(X^-1 A)", "--wrt", "X", "--claim", "-X^-1 A X^-1"), "another layout"),
    ("convention", ("tr(A A)", "--wrt", "A", "--claim", "2A"), "another layout"),
    ("wrong", ("tr(A A)", "--wrt", "A_{ij}", "--claim", "2A_{ij}"), ""),
    ("wrong", ("tr(A A)", "--wrt", "A", "--claim", "3A"), ""),
    ("exact", ("np.trace(A)", "--wrt", "A", "--claim", "np.diag(np.diag(np.ones((n, n))))"), ""),
    ("exact", ("tr(A)", "--wrt", "A", "--claim", "diag(I)"), "the matrix of its diagonal"),
    ("wrong", ("sum_i |x_i|^p", "--where", "p = 3", "--wrt", "x_j", "--claim", "2 x_j"), ""),
]  # fmt: skip


@pytest.mark.parametrize("verdict, words, part", TYPED, ids=[" ".join(words) for _, words, _ in TYPED])
def test_what_students_type_is_judged_as_they_meant_it(verdict: str, words: tuple[str, ...], part: str) -> None:
    text = said(*words)
    assert text.split()[1].startswith(verdict), text
    assert part in text


REFUSED = [
    (("sum(X*X)", "--wrt", "X", "--claim", "2X"), "write X ⊙ Y, or X @ Y"),
    (("mean((X*W - Y)^2)", "--wrt", "W", "--claim", "X^T(X*W - Y)"), "write X ⊙ Y, or X @ Y"),
    (("x^2", "--where", "x, y", "--wrt", "x", "--claim", "2x"), "no condition (x > 0), no constraint"),
    (
        ("np.sum((X @ w)**2)", "--wrt", "w", "--claim", "2*np.eye(2*d) @ w"),
        "the size of such an array is read as a letter",
    ),
    (("C_{ij} = A_{ik} B_{kj}", "--wrt", "A_{mn}", "--claim", "B_{nj}"), "A_ik is one number unless a sum runs over"),
    (("(r + max_a Q(s2,a) - q)^2", "--wrt", "q", "--claim", "0"), "say up to where the index runs"),
    (("log(-x^2-1)", "--wrt", "x", "--claim", "2x/(x^2+1)"), "no point was found"),
    (
        ("x^2", "--where", "x > 5", "--where", "x < 3", "--wrt", "x", "--claim", "2x"),
        "do the domains and the conditions",
    ),
    (("np.sum(x[:3]**2)", "--wrt", "x", "--claim", "x"), "of slices x[1:], x[:-1] and x[:] are read"),
    (("np.sum(np.max(z, 0))", "--wrt", "z", "--claim", "z > 0"), "is the number an axis?"),
    (("max(X)", "--wrt", "X", "--claim", "onehot(argmax(X))"), "the place in a matrix has two indices"),
    (("max(0,1-y*z)", "--wrt", "z", "--claim", "-y, y*z < 1"), "a condition beside a claim"),
    (("huber", "--claim", "q, q = p - t"), "the claim defines q"),
    ((TEX, "x^l_j + l", "--wrt", "x", "--claim", "1"), "a label or an exponent"),
    (
        ("x.T@A@x", "--wrt", "A", "--claim", "x.T*x"),
        "a row * a column is a matrix in a program and a number in a formula",
    ),
    (("x_+^2", "--wrt", "x", "--claim", "2x"), "a positive part or a name"),
    ((TEX, r"\|X\|_*", "--wrt", "X", "--claim", "X"), "nuclear norm"),
    ((TEX, r"\sum_x (y-a)^2", "--wrt", "a", "--claim", "0"), "x stands nowhere in this sum"),
    (("x.std()", "--wrt", "x", "--claim", "1"), "np.std(u) or torch.std(u)"),
    (("(t - f(w*x))^2", "--where", "f(u) = u^2", "--wrt", "w", "--claim", "f'(w*x)"), "f, which is defined here"),
    (("x^T A x", "--wrt", "x", "--claim", "det(A^T A)"), "where the matrix has a name"),
    (("(o-t)^2", "--where", "o = w*x", "--wrt", "o", "--wrt", "w", "--claim", "o-t", "--claim", "x"), "o is made of w"),
]


@pytest.mark.parametrize("words, part", REFUSED, ids=[part for _, part in REFUSED])
def test_what_may_be_meant_in_two_ways_is_refused_with_a_cure(words: tuple[str, ...], part: str) -> None:
    result = CliRunner().invoke(lossary, ["check", *words])
    assert result.exit_code == 2
    assert part in " ".join(result.output.split())


def test_lines_that_are_passed_over_are_not_counted_as_right(tmp_path: Path) -> None:
    file = tmp_path / "steps.txt"
    file.write_text("dE/dw = dE/do * do/dw\n= -(t-o)*o*(1-o)*x\n", encoding="utf-8")
    text = said("0.5*(t-o)^2", "--where", "o = sigma(w*x)", "--wrt", "w", "--steps", str(file))
    assert text.startswith("✓ every line that could be judged is the gradient (1 of 2)")
