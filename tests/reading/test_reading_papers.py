"""LaTeX as students and papers write it, beside the plain formula that it means: read alike, or refused."""

from __future__ import annotations

import re

import pytest

from derivations.reading import ReadingError, read, read_latex

ALIKE: list[tuple[str, str]] = [
    (r"\nabla_w L(w) = \operatorname{sign}(m_x(w)-t)\,\nabla m_x(w)", "sign(m_x(w)-t)*m_x'(w)"),
    (r"\nabla_w m_x(w)", "m_x'(w)"),
    (r"2(f(w)-y)\frac{\partial f(w)}{\partial w}", "2*(f(w)-y)*f'(w)"),
    (r"2(f(w)-y)\frac{df(w)}{dw}", "2*(f(w)-y)*f'(w)"),
    (r"\frac{\partial f'(w)}{\partial w}", "f''(w)"),
    (r"\frac{1}{2}(\hat{y}-y)^2", "(y_hat - y)^2/2"),
    (r"\frac{1}{2}\left(y - \hat y\right)^2", "(y - y_hat)^2/2"),
    (r"\mathcal{L}(\theta) = \frac{1}{2}\left( y - \theta x \right)^{2}", "(y - theta*x)^2/2"),
    (r"\tfrac{1}{2}(t-o)^{2}", "(t-o)^2/2"),
    (r"\frac{1}{N}\sum_{i=1}^{N}\left(y_i-\hat{y}_i\right)^2", "sum((y_i - y_hat_i)^2, i=1..N)/N"),
    (r"\frac1{2n}\sum_{i=1}^n (w x_i + b - y_i)^2", "sum((w*x_i + b - y_i)^2, i=1..n)/(2n)"),
    (r"\frac{1}{2m} \sum_{i=1}^{m} \left( h(x_i) - y_i \right)^2", "sum((h(x_i) - y_i)^2, i=1..m)/(2m)"),
    (r"\mathrm{MSE} = \frac{1}{n}\sum_{i=1}^{n}(y_i - \hat{y}_i)^2", "sum((y_i - y_hat_i)^2, i=1..n)/n"),
    (r"\text{MSE} = (y-p)^2", "(y-p)^2"),
    (r"L = \left| y - \hat{y} \right|", "abs(y - y_hat)"),
    (r"L=\lvert m_x(w)-t\rvert", "abs(m_x(w) - t)"),
    (r"\frac{\partial L}{\partial w} = \operatorname{sign}(m_x(w)-t)\, m_x'(w)", "sign(m_x(w) - t)*m_x'(w)"),
    (r"\operatorname{sgn}(p-t)", "sign(p-t)"),
    (r"\log\left(\cosh(\hat{y}-y)\right)", "log(cosh(y_hat - y))"),
    (r"\log\cosh(p-t)", "log(cosh(p-t))"),
    (r"\sqrt{(p-t)^2+\varepsilon^2}", "sqrt((p-t)^2 + epsilon^2)"),
    (r"\delta^2\left(\sqrt{1+\left(\frac{r}{\delta}\right)^2}-1\right)", "delta^2*(sqrt(1+(r/delta)^2)-1)"),
    (
        (
            r"L_\delta(r)=\begin{cases}\frac{1}{2}r^2 & \text{if } |r|\le\delta"
            r"\\ \delta\left(|r|-\frac{1}{2}\delta\right) & \text{otherwise}\end{cases}"
        ),
        "where(abs(r) <= delta, r^2/2, delta*(abs(r) - delta/2))",
    ),
    (
        (
            r"\begin{cases} \frac{1}{2} r^2, & |r| \leq \delta,"
            r" \\ \delta |r| - \frac{1}{2}\delta^2, & |r| > \delta. \end{cases}"
        ),
        "where(abs(r) <= delta, r^2/2, delta*abs(r) - delta^2/2)",
    ),
    (
        r"\begin{cases}\tau u & \text{if $u \geq 0$}\\(\tau-1)u & \text{if $u<0$}\end{cases}",
        "where(u >= 0, tau*u, (tau-1)*u)",
    ),
    (r"\max\left(\tau(y-q),\,(\tau-1)(y-q)\right)", "max(tau*(y-q), (tau-1)*(y-q))"),
    (r"e^{\hat{y}} - y\hat{y}", "e^y_hat - y*y_hat"),
    (r"\exp(w x)-y w x", "exp(w*x) - y*w*x"),
    (r"\left(\ln(1+y)-\ln(1+p)\right)^2", "(ln(1+y) - ln(1+p))^2"),
    (r"\frac{|y-p|}{y}", "abs(y-p)/y"),
    (r"\frac{(y-\mu)^2}{2\sigma^2}+\ln\sigma", "(y-mu)^2/(2*sigma^2) + ln(sigma)"),
    (r"\frac12\log(2\pi\sigma^2)+\frac{(y-\mu)^2}{2\sigma^2}", "log(2*pi*sigma^2)/2 + (y-mu)^2/(2*sigma^2)"),
    (r"-\left[y\log\hat{y}+(1-y)\log(1-\hat{y})\right]", "-(y*log(y_hat) + (1-y)*log(1-y_hat))"),
    (r"-y \log(\hat{y}) - (1 - y) \log(1 - \hat{y})", "-y*log(y_hat) - (1-y)*log(1-y_hat)"),
    (
        r"-\frac{1}{n}\sum_{i=1}^n\left[y_i\ln\sigma(z_i)+(1-y_i)\ln(1-\sigma(z_i))\right]",
        "-sum(y_i*ln(sigma(z_i)) + (1-y_i)*ln(1-sigma(z_i)), i=1..n)/n",
    ),
    (r"\log\left(1+e^{-yz}\right)", "log(1+exp(-y*z))"),
    (r"\ln(1+\exp(-y\,w x))", "ln(1+exp(-y*w*x))"),
    (r"\log(1 + e^{z}) - y z", "log(1+e^z) - y*z"),
    (r"\max\{0, 1 - y z\}", "max(0, 1 - y*z)"),
    (r"\max\left(0, 1 - t \cdot y\right)^2", "max(0, 1 - t*y)^2"),
    (r"\left[1 - y z\right]_+", "relu(1-y*z)"),
    ("[1-yz]_{+}", "relu(1-y*z)"),
    ("(1-yz)_+^2", "relu(1-y*z)^2"),
    (r"-\alpha(1-p)^\gamma\log p", "-alpha*(1-p)^gamma*log(p)"),
    (r"-(1-p_t)^{\gamma}\log(p_t)", "-(1-p_t)^gamma*log(p_t)"),
    (r"-\log\frac{e^{z_k}}{\sum_{j=1}^{K}e^{z_j}}", "-log(e^(z_k)/sum(e^(z_j), j=1..K))"),
    (r"-\sum_{k=1}^{K}t_k\log p_k", "-sum(t_k*log(p_k), k=1..K)"),
    (r"\log\sum_{j=1}^K \exp(z_j) - z_y", "log(sum(exp(z_j), j=1..K)) - z_y"),
    (r"\log\left(\sum_{j=1}^K e^{z_j}\right)", "log(sum(e^(z_j), j=1..K))"),
    (r"\frac{\exp(z_i)}{\sum_{j=1}^{K} \exp(z_j)}", "exp(z_i)/sum(exp(z_j), j=1..K)"),
    (r"\sigma(z)=\frac{1}{1+e^{-z}}", "1/(1+e^-z)"),
    (r"\sigma(z)(1-\sigma(z))", "sigma(z)*(1-sigma(z))"),
    (r"\frac{d\sigma}{dz}=\sigma(z)\left(1-\sigma(z)\right)", "sigma(z)*(1-sigma(z))"),
    (r"\sigma'(z) = \sigma(z)(1 - \sigma(z))", "sigma(z)*(1-sigma(z))"),
    (r"\left(\sigma(wx+b)-y\right)x", "(sigma(w*x+b)-y)*x"),
    (r"(\hat{y}-y)\,\hat{y}\,(1-\hat{y})\,x", "(y_hat-y)*y_hat*(1-y_hat)*x"),
    (r"\frac{\hat{y}-y}{\hat{y}(1-\hat{y})}", "(y_hat-y)/(y_hat*(1-y_hat))"),
    (r"-\frac{y}{p}+\frac{1-y}{1-p}", "-y/p + (1-y)/(1-p)"),
    (r"\frac{p-t}{p(1-p)}", "(p-t)/(p*(1-p))"),
    (
        (
            r"\frac{\partial E}{\partial w_{jk}}=-(t_k-o_k)\cdot\sigma\left(\sum_{j=1}^n w_{jk}\cdot o_j\right)"
            r"\left(1-\sigma\left(\sum_{j=1}^n w_{jk}\cdot o_j\right)\right)\cdot o_j"
        ),
        "-(t_k-o_k)*sigma(sum(w_jk*o_j, j=1..n))*(1-sigma(sum(w_jk*o_j, j=1..n)))*o_j",
    ),
    (r"\frac{1}{2}\sum_{k=1}^K(t_k-o_k)^2", "sum((t_k-o_k)^2, k=1..K)/2"),
    (r"-(t_k - o_k)\,o_k(1-o_k)\,o_j", "-(t_k-o_k)*o_k*(1-o_k)*o_j"),
    (r"\tanh(wx+b)", "tanh(w*x+b)"),
    (r"1-\tanh^2(z)", "1-tanh(z)^2"),
    (r"1-\tanh^{2} z", "1-tanh(z)^2"),
    (r"\left(1-\tanh^2(wx)\right)x", "(1-tanh(w*x)^2)*x"),
    (r"\mathrm{ReLU}(wx+b)", "relu(w*x+b)"),
    (r"\operatorname{ReLU}(z) = \max(0, z)", "max(0,z)"),
    (r"\operatorname{softplus}(z)", "softplus(z)"),
    (r"\operatorname{sigmoid}(z)-t", "sigmoid(z)-t"),
    (r"\begin{cases} 1 & z > 0 \\ 0 & z \le 0 \end{cases}", "where(z > 0, 1, 0)"),
    (
        r"\begin{cases} x & \text{if } x > 0, \\ \alpha(e^x - 1) & \text{otherwise.} \end{cases}",
        "where(x > 0, x, alpha*(e^x-1))",
    ),
    (r"x\,\sigma(\beta x)", "x*sigma(beta*x)"),
    (r"\mathbb{1}[yz<1]", "[y*z<1]"),
    (r"-yx\,\mathbb{1}_{\{yz<1\}}", "-y*x*[y*z<1]"),
    (r"\mathbf{1}\{yz<1\}", "[y*z<1]"),
    (r"\mathbb{I}(yz<1)", "[y*z<1]"),
    (r"(y-wx)^2+\lambda w^2", "(y-w*x)^2 + lambda*w^2"),
    (r"\frac{1}{2}(y-wx)^2+\frac{\lambda}{2}w^2", "(y-w*x)^2/2 + lambda/2*w^2"),
    (r"\frac{\lambda}{2}\sum_{j=1}^d w_j^2", "lambda/2*sum(w_j^2, j=1..d)"),
    (r"\lambda\sum_{j=1}^{d}|w_j|", "lambda*sum(abs(w_j), j=1..d)"),
    (r"\lambda_1|w|+\lambda_2w^2", "lambda_1*abs(w)+lambda_2*w^2"),
    (r"\nabla_\theta J(\theta)=(\sigma(\theta x)-y)x", "(sigma(theta*x)-y)*x"),
    (r"\nabla_w L = -2x(y-wx)", "-2*x*(y-w*x)"),
    (r"\frac{dL}{dw}=2(wx-y)x", "2*(w*x-y)*x"),
    (r"\frac{\mathrm{d}L}{\mathrm{d}w}=2(wx-y)x", "2*(w*x-y)*x"),
    (r"\dfrac{\partial \mathcal{L}}{\partial \hat{y}} = 2(\hat{y}-y)", "2*(y_hat-y)"),
    (r"\partial L/\partial w = -2x(y-wx)", "-2*x*(y-w*x)"),
    ("L'(w)=2w", "2*w"),
    (r"2x\left(wx-y\right)", "2*x*(w*x-y)"),
    ("2 x (w x - y)", "2*x*(w*x-y)"),
    (r"\frac{a}{b}\Big/c", "a/b/c"),
    (r"\left.x^2\right.", "x^2"),
    ("x_{1}^{2}+x_{2}^{2}", "x_1^2+x_2^2"),
    ("x_1^2x_2", "x_1^2*x_2"),
    ("{x}^{2}", "x^2"),
    ("{(x-y)}^2", "(x-y)^2"),
    (r"x^2\,y^3", "x^2*y^3"),
    (r"\ln{x}", "ln(x)"),
    (r"\ln{(1-p)}", "ln(1-p)"),
    (r"\log_2 p", "log2(p)"),
    (r"\log_{10}(x)", "log10(x)"),
    (r"\log_{2}\left(p\right)", "log2(p)"),
    (r"-p\log_2 p", "-p*log2(p)"),
    (r"e^{-\frac{(x-\mu)^2}{2\sigma^2}}", "exp(-(x-mu)^2/(2*sigma^2))"),
    (r"\exp\left(-\frac{(x-\mu)^2}{2\sigma^2}\right)", "exp(-(x-mu)^2/(2*sigma^2))"),
    (r"\frac{1}{\sigma\sqrt{2\pi}}e^{-\frac{(x-\mu)^2}{2\sigma^2}}", "1/(sigma*sqrt(2*pi))*exp(-(x-mu)^2/(2*sigma^2))"),
    (r"\frac{x}{\sqrt{1+x^2}}", "x/sqrt(1+x^2)"),
    (r"\sqrt[3]{x}", "x^(1/3)"),
    (r"\dfrac{1}{1+x^2}", "1/(1+x^2)"),
    (r"\cfrac{1}{1+x}", "1/(1+x)"),
    (r"\frac{\partial L}{\partial w_1} = 2 w_1", "2*w_1"),
    (r"\textstyle\frac12 w^2", "w^2/2"),
    (r"0.5 (y - \hat{y})^2", "0.5*(y-y_hat)^2"),
    (r"5\times10^{-3}\,w^2", "5*10^-3*w^2"),
    (r"$$\frac{1}{2}(y-wx)^2$$", "(y-w*x)^2/2"),
    (r"\begin{equation} L = (y-wx)^2 \end{equation}", "(y-w*x)^2"),
    (r"\begin{align} L &= (y-wx)^2 \end{align}", "(y-w*x)^2"),
    (r"L = (y-wx)^2 \tag{1}", "(y-w*x)^2"),
    (r"L = (y-wx)^2 \label{eq:loss}", "(y-w*x)^2"),
    ("L := (y-wx)^2", "(y-w*x)^2"),
    (r"L \coloneqq (y-wx)^2", "(y-w*x)^2"),
    ("L(w,b)=(y-wx-b)^2", "(y-w*x-b)^2"),
    (r"L(y,\hat{y})=(y-\hat{y})^2", "(y-y_hat)^2"),
    (r"J(\theta)=\frac12(\theta x-y)^2", "(theta*x-y)^2/2"),
    (r"J(w, b) = \frac{1}{m} \sum_{i=1}^{m} L(w, b)", "sum(L(w,b),i=1..m)/m"),
    (r"\ell(w) = \log(1+e^{-w})", "log(1+e^-w)"),
    (r"\bar{x}", "x_bar"),
    (r"\tilde{w}^2", "w_tilde^2"),
    (r"y_{\text{pred}}-y_{\text{true}}", "y_pred-y_true"),
    (r"\left(y_{\mathrm{true}}-y_{\mathrm{pred}}\right)^2", "(y_true-y_pred)^2"),
    (r"(\mathit{out}-\mathit{target})^2", "(out-target)^2"),
    (r"\hat{y}_i-y_i", "y_hat_i-y_i"),
    (r"\hat{y_i}-y_i", "y_hat_i-y_i"),
    (r"\arctan x", "arctan(x)"),
    (r"\operatorname{erf}(x)", "erf(x)"),
    (r"\Gamma(\alpha)", "gamma(alpha)"),
    (r"\ln\Gamma(\alpha)", "log(gamma(alpha))"),
    (r"\psi(x)", "psi(x)"),
    (r"\overline{x}", "x_bar"),
    (r"\sum_{i=1}^{n}x_i^{2}-n\bar{x}^2", "sum(x_i^2, i=1..n) - n*x_bar^2"),
    (r"\sum_{i=1}^n\sum_{j=1}^m a_{ij}x_iy_j", "sum(sum(a_ij*x_i*y_j, j=1..m), i=1..n)"),
    (r"\sum_{i=1}^n (x_i-\mu)^2/n", "sum((x_i-mu)^2/n, i=1..n)"),
    (r"\sum_{i=0}^{n-1} x_i", "sum(x_i, i=0..n-1)"),
    (r"\max(0,x)+\min(0,x)", "max(0,x)+min(0,x)"),
    (r"\min\left\{1,\max\{0,x\}\right\}", "min(1,max(0,x))"),
    (r"\operatorname{clip}(x,0,1)", "clip(x,0,1)"),
    (r"-\log \sigma(z)", "-log(sigma(z))"),
    (r"-\ln\sigma(-z)", "-ln(sigma(-z))"),
    (r"\sin 2x", "sin(2*x)"),
    (r"\cos\theta", "cos(theta)"),
    (r"\exp{-x}", "exp(-x)"),
    ("e^{-x}y", "exp(-x)*y"),
    (r"\exp(-x)y", "exp(-x)*y"),
    ("xy^2z", "x*y^2*z"),
    (r"2\cdot 3", "6"),
    (r"\frac{1}{2}mv^2", "m*v^2/2"),
    ("|x|^2", "abs(x)^2"),
    (r"\left|\frac{x}{y}\right|", "abs(x/y)"),
    ("|x||y|", "abs(x)*abs(y)"),
    (r"\vert x\vert", "abs(x)"),
    (r"\big|x-y\big|", "abs(x-y)"),
    (r"\left|x\left|y\right|\right|", "abs(x*abs(y))"),
    ("f(x)=x^2", "x^2"),
    (r"f_\theta(x)-y", "f_theta(x)-y"),
    ("(f(x)-y)^2", "(f(x)-y)^2"),
    ("(f_w(x)-y)f_w'(x)", "(f_w(x)-y)*f_w'(x)"),
    (r"a=\sigma(z),\ z=wx+b", "sigma(z), z = w*x+b"),
    (r"(a-y)^2,\quad a=\sigma(z)", "(a-y)^2, a=sigma(z)"),
    (r"(a-y)^2\text{ where }a=\sigma(z)", "(a-y)^2, a=sigma(z)"),
    (r"\frac{1}{2m}\sum_{i=1}^{m}\left(h_\theta(x^{(i)})-y^{(i)}\right)^2", "sum((h_theta(x_i)-y_i)^2,i=1..m)/(2m)"),
    (r"\frac{1}{m}\sum_{i=1}^{m}(\hat{y}^{(i)}-y^{(i)})x_j^{(i)}", "sum((y_hat[i]-y[i])*x[i,j],i=1..m)/m"),
    (
        r"-\frac{1}{m} \sum_{i=1}^{m} \left[ y^{(i)} \log a^{(i)} + (1-y^{(i)}) \log(1-a^{(i)}) \right]",
        "-sum(y_i*log(a_i)+(1-y_i)*log(1-a_i),i=1..m)/m",
    ),
    (r"\alpha(x)", "alpha(x)"),
    (r"\beta(x,y-1)", "beta(x,y-1)"),
    (r"\lambda(1-\alpha)w^2+\lambda\alpha|w|", "lambda*(1-alpha)*w^2+lambda*alpha*abs(w)"),
    (r"\alpha(e^{x}-1)", "alpha*(e^x-1)"),
    (r"\begin{cases}|x|&|x|>1\\x^2&|x|\le1\end{cases}", "where(abs(x)>1,abs(x),x^2)"),
    (r"2\begin{cases}|x|&|x|>1\\x^2&\text{otherwise}\end{cases}+|y|", "2*where(abs(x)>1,abs(x),x^2)+abs(y)"),
    (r"\text{loss}=(y-p)^2", "(y-p)^2"),
    (r"\text{Loss}(w)=(y-w)^2", "(y-w)^2"),
    (r"\mathbb{1}(x>0)", "[x>0]"),
    (r"\mathbb 1[x>0]", "[x>0]"),
    (r"\mathbb{1}_{x>0}\,x", "[x>0]*x"),
    (r"x\,\mathbf{1}_{x>0}", "[x>0]*x"),
    ("1_{x>0}", "[x>0]"),
    (r"1_{\{x>0\}}x", "[x>0]*x"),
    (r"(x>0)\cdot x", "[x>0]*x"),
    (
        (
            r"\left\{\begin{array}{ll} \frac12r^2 & \text{if } |r|\le\delta"
            r" \\ \delta|r|-\frac12\delta^2 & \text{otherwise} \end{array}\right."
        ),
        "where(abs(r)<=delta,r^2/2,delta*abs(r)-delta^2/2)",
    ),
    (r"\begin{dcases}x&x>0\\0&x\le0\end{dcases}", "where(x>0,x,0)"),
    # over an index
    (r"\max_{1\le j\le K} s_j - s_y", "max(s_j, (j, 1, K)) - s_y"),
    (r"\max\Bigl(0,\,1 + \max_{1\le j\le K,\,j \ne y} s_j - s_y\Bigr)", "max(0, 1 + max(s_j, (j, 1, K), y) - s_y)"),
    (r"\min_{j=1}^{K} (s_j+1)^2", "min((s_j+1)^2, (j, 1, K))"),
    (r"[k=\arg\max_{j=1}^K s_j]", "[k = argmax(s_j, (j, 1, K))]"),
    (r"[k=\operatorname*{arg\,min}_{j=1}^K s_j]", "[k = argmin(s_j, (j, 1, K))]"),
    (r"\sum_{1\le i\le n} x_i", "sum(x_i, i=1..n)"),
    (r"-\log\prod_{i=1}^n p_i", "-sum(log(p_i), i=1..n)"),
    (r"\prod_{i=1}^n p_i^{t_i}", "exp(sum(log(p_i^t_i), i=1..n))"),
]

# What is not read, and a word of the message.
REFUSED: list[tuple[str, str]] = [
    (r"\boldsymbol{\theta}", "an array"),
    (r"a^{(L)}-y", "label"),
    (r"w_{ij}^{(l)}", "label"),
    (r"\sum_{i=1}^n x_i^{(l)}", "label"),
    (r"\sum_{i\in S_k} x_i", "one letter"),
    (r"\arg\max_{1\le k\le K} p_k", "place of a maximum is an index"),
    (r"y - \arg\max_{k=1}^K p_k", "no useful slope"),
    (r"\arg x", "before"),
    (r"\max_{j<k} s_j", "one index"),
    (r"\max_{j\in S(i)} s_j", "one letter"),
    (r"\mathbb{E}[x]", "an expectation"),
    (r"\log p(1-p)", "belong"),
    (r"\log x y", "belong"),
    (r"y\log p (1-y)", "may be"),
    (r"f(1-p)", "may be"),
    (r"\phi(1-p)", "may be"),
    (r"x(x>0)", "may be|condition"),
    (r"x^2\ (x>0)", "condition"),
    (r"w^2 \text{ for } w", "words"),
    (r"w^2 \text{ for $w$}", "word"),
    (r"{1 \over 1+e^{-z}}", "frac"),
    (r"\begin{align} L &= x \\ M &= y \end{align}", "newline"),
    (r"\frac{\partial}{\partial w} w^2", "expected"),
    (r"\exp -x", "exp(u)"),
    (r"1{,}000", "expected"),
]


@pytest.mark.parametrize("latex, plain", ALIKE, ids=[latex for latex, _ in ALIKE])
def test_latex_is_read_as_the_plain_formula(latex: str, plain: str) -> None:
    read_so, meant = read_latex(latex), read(plain)
    assert read_so.expression == meant.expression
    assert read_so.definitions == meant.definitions


@pytest.mark.parametrize("latex, word", REFUSED, ids=[latex for latex, _ in REFUSED])
def test_what_may_mean_something_else_is_refused(latex: str, word: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read_latex(latex)
    assert any(part in caught.value.message for part in word.split("|"))


LETTER = re.compile(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])")


@pytest.mark.parametrize("latex", [latex for latex, _ in ALIKE])
def test_no_letter_is_left_out(latex: str) -> None:
    whole = read_latex(latex)
    for letter in LETTER.finditer(latex):
        try:
            less = read_latex(latex[: letter.start()] + latex[letter.end() :])
        except ReadingError:
            continue
        assert (less.left, less.expressions, less.definitions) != (whole.left, whole.expressions, whole.definitions)


def test_a_misreading_would_be_seen() -> None:
    assert read_latex(r"(1-yz)_+").expression != read("1 - y*z").expression
    assert read_latex(r"\alpha(1-p)^\gamma").expression != read("(alpha*(1-p))^gamma").expression
