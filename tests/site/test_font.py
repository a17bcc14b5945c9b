"""The font holds what the pages print, and is the same from one build to the next."""

from __future__ import annotations

import io

from fontTools.ttLib import TTFont

from derivations.publish import font


def test_the_font_holds_every_formula_character() -> None:
    wanted = font.characters(["<p>∮</p>", "# Ångström"])
    with TTFont(io.BytesIO(font.subset_font(wanted))) as made:
        have = set(made.getBestCmap())
    assert {ord(sign) for sign in "∮Åσ∑ℝ𝑥𝜎∂[]|′"} <= have


def test_the_font_keeps_its_notice() -> None:
    with TTFont(io.BytesIO(font.subset_font("x"))) as made:
        names = made["name"]
        assert "STIX" in names.getDebugName(0)
        assert "Open Font License" in names.getDebugName(13)


def test_the_same_characters_give_the_same_bytes() -> None:
    assert font.subset_font("ab∑") == font.subset_font("ab∑")
    assert font.subset_font("ab") != font.subset_font("ab∑")
