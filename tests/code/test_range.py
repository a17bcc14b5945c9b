"""Points at which a plain formula leaves the range of floating-point numbers on the way to a value: code does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from derivations.catalogue import Catalogue, the_catalogue
from derivations.code.accuracy import GOAL, error, true_value
from derivations.code.compiled import caller, compiled, compiler
from derivations.code.scalars import all_kernels
from derivations.code.shapes import Kernel

POINTS: dict[str, list[tuple[str, tuple[float, ...]]]] = {
    "two infinities, one of them with a minus": [
        ("inverse_gaussian_second", (1e-120, 3.0)),
        ("inverse_gaussian_second", (1e-120, 1e-125)),
        ("gaussian_score_matching", (1e-310, 2.0, 1.0)),
        ("gaussian_score_matching_gradient_v", (1e-169, 2.0, 1.0)),
        ("gaussian_score_matching_second_v", (1e-200, 2.0, 1.0)),
        ("gaussian_variance_second_v", (1e-189, 2.0, 1.0)),
        ("gaussians_gradient_s", (1.0, 2.0, 3.0, 1e-310)),
        ("log_normal_likelihood_gradient_sigma", (3.0, 1e-310, 2.0)),
        ("reparameterised_elbo_second_v", (821.0, 1.0, -40.0, 3.0)),
        ("discretised_logistic_gradient", (1.5, 1e-310, 7.0)),
        ("mcp", (7e271, 7e271, 384.0)),
        ("td_residual_second", (5.0, 0.5, 0.5, -2e-07, -261820.0, -1.7976931348623157e308, 1e200, 1e-150)),
        ("half_squared_of_a_model_second", (-1.0, 1e200, 1e160, -3e150)),
        ("squared_of_a_model_second", (-39.5, 557.75, -1e154, 0.0)),
        ("beta_weighted_gaussian_gradient_v", (5e-318, -6.0, -0.5, 1e-14)),
    ],
    "a difference or a hypotenuse beyond it": [
        ("cauchy_gradient", (-4.8e293, 1.7976931348623157e308, 2.25)),
        ("cauchy_gradient", (1.7976931348623157e308, -1.7976931348623157e308, 1e308)),
        ("cauchy_gradient", (1e-126, 3e-126, 8.75e240)),
        ("geman_mcclure", (1.7976931348623157e308, -6.75e232, 1.75e308)),
        ("geman_mcclure_gradient", (1e-3, -3e-12, 1e154)),
        ("pseudo_huber_gradient", (1.7976931348623157e308, -1.7976931348623157e308, 3.0)),
        ("charbonnier_gradient", (-1.7976931348623157e308, 1.7976931348623157e308, 3.0)),
        ("student_t_likelihood_gradient_mu", (1.7976931348623157e308, 1.7976931348623157e308, 2.25, 1e37)),
        ("student_t_likelihood_gradient_sigma", (14.5, 1.7976931348623157e308, 35.75, 1.7976931348623157e308)),
        ("student_t_likelihood_gradient_sigma", (-5e-324, 3e266, 3e266, 1e40)),
        ("student_t_likelihood_second_sigma", (1e-11, 2e-73, 2.5e191, -4.75)),
        ("student_t_likelihood_second_sigma", (1.7976931348623157e308, 1.7976931348623157e308, 0.75, 1.0)),
        ("td_error_gradient", (1.7976931348623157e308, 0.75, 1.7976931348623157e308, 1.5e308, -9e-174)),
        ("td_residual_gradient", (-1.7976931348623157e308, 0.5, -1e308, -1.7976931348623157e308, 0.0, 1e-9)),
        ("power", (1.7976931348623157e308, -1.7976931348623157e308, 0.5)),
        ("beta_divergence_second", (0.03125, 1.7976931348623157e308, 10.25)),
    ],
    "a part that a small factor brings back": [
        ("cdpo", (-47.0, 1.7976931348623157e308, 0.99999999)),
        ("cdpo", (-1.7976931348623157e308, 2.125, 0.75)),
        ("gaussian_variance", (5e-324, 1.25e-13, 2.5e-9)),
        ("reverse_huber", (-3.5, -3.5000000070780516, 5e-324)),
        ("laplace_likelihood_second_b", (1.7976931348623157e308, 1.625, 1.5)),
        ("grpo_second", (0.125, 1.7976931348623157e308, 3.0, 2.0, 2e-16)),
        ("linex_gradient", (1e-12, 0.00075, -18.25, 1.7976931348623157e308)),
        ("gaussians_gradient_sigma", (2.491297584703e-312, 2.4912975847e-312)),
        ("beta_weighted_gaussian_gradient_v", (1.625e-231, 2.375e-102, 0.0, 3e-05)),
        ("scad", (1e154, 9.99999999997e153, 2.0000000000057416)),
    ],
    "a scale that vanishes or overflows": [
        ("celu", (-7e-299, 1.4e157)),
        ("pseudo_huber", (19.0, -1.0, 1.7976931348623157e308)),
        ("fair_gradient", (1.1e308, 0.0, 1.1e308)),
        ("student_t_likelihood", (0.0, 7.8e-273, 5e-18, 21.0)),
        ("orpo_gradient_ell_w", (-1e-310, -39.6)),
        ("orpo_gradient_ell_l", (-1e-310, -1.968)),
        ("negative_binomial_likelihood", (-473.0, 0.0, 2e-117)),
        ("negative_binomial_likelihood_second", (710.0, 0.0, 241.5)),
        ("logit_soft_cap_second", (-5e-324, 1e-310)),
        (
            "lstm_cell_gradient_p",
            (
                -3.1315052492446136e-14,
                -4.066374494838472e-05,
                3.842640453963539,
                -4.185038062743508e-12,
                5.949832450786197,
                1.7976931348623157e308,
                -4.0663744946292126e-05,
            ),
        ),
        ("general_robust", (-1.2e30, -1e100, 6.7e-59, 3.8e244)),
        ("box_iou_gradient", (0.025, 29.0, 1.4e284, 20.6, 1e100, 1.6, 26.5, 3.85)),
        ("grpo", (1e-310, 4.5e-10, 0.0016, 3.0, 1.0, 0.16, 0.5)),
        ("linex", (2e-18, -1.7e-8, -4.3e-282, 1e307)),
        ("mcp", (-171.0, 1e100, 5e-324)),
        ("grpo_gradient", (1e-310, 1e-310, 39.25, 3.0, 1.0, 0.5, 37.0)),
        ("grpo_gradient", (22.25, 3.6e234, 45.5, 3.0, 3.0, 0.0625, 5e-324)),
        ("grpo_gradient", (17.0, 1.7976931348623157e308, 1e-100, 5.0, 5.0, 1.0, 494.75)),
        ("grpo_second", (610.75, 1.7976931348623157e308, 5.0, 1.0, 1e-305)),
    ],
    "terms that have lost more digits than their sum needs": [
        ("periodic_gradient", (5.5e-110, 17.65625, 7e-310)),
        ("periodic_second", (470.25, -4e-17, 2e-17)),
        ("periodic", (-1e306, 1.7976931348623157e308, 1e-7)),
    ],
    "a factor that falls faster than another grows": [
        ("cispo", (-937.5, -6.5, 1e100, 4.7)),
        ("cispo_gradient", (-792.0, 69.6, -2e74, 2.5e-9)),
        ("swiglu", (5e-324, 6e209)),
        ("swiglu_gradient_a", (-745.0, 6e32)),
        ("swiglu_second_a", (838.5, 6.7e180)),
        ("gru_cell_gradient_p", (16.4, -968.8, 0.0, 1.2, 5.5, -1e154)),
        ("gru_cell_gradient_s", (2.0, -759.25, -1.5e-05, -1e304, -89.0)),
        ("glu", (1e200, -944.5)),
        ("glu_gradient_b", (-6e96, 723.75)),
        ("cross_entropy_with_positive_weight_second", (-900.75, 1.0, 3.8e200)),
        ("lstm_cell_gradient_m", (24.25, -893.75, 0.5, 0.25, -2.0, -1e200, 0.5)),
        ("lstm_cell_gradient_r", (-2.75, 1.0, 1e100, -400.0, -1.0, -1e200, 0.5)),
        ("sapo_second", (-839.0, 2.75, 1e100, 26.25)),
    ],
}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return the_catalogue()


def kernel_called(catalogue: Catalogue, name: str) -> Kernel:
    slugs = sorted((e.slug for e in catalogue.entries if name.startswith(e.slug.replace("-", "_"))), key=len)
    return next(kernel for kernel in all_kernels(catalogue.find(slugs[-1])) if kernel.name == name)


@pytest.mark.skipif(compiler() is None, reason="no C compiler: install one, such as the package gcc")
@pytest.mark.parametrize("kind", POINTS)
def test_the_way_keeps_to_the_range(catalogue: Catalogue, tmp_path: Path, kind: str) -> None:
    kernels = {name: kernel_called(catalogue, name) for name, _ in POINTS[kind]}
    library = compiled(list(kernels.values()), tmp_path)
    off = {}
    for name, at in POINTS[kind]:
        found = true_value(kernels[name], at)
        assert found is not None, name
        off[name, at] = error(caller(library, kernels[name])(*at)[0], *found)
    assert {where: by for where, by in off.items() if by > GOAL} == {}
