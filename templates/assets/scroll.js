/* Whatever is wider than the page scrolls in its own box. Such a box takes the keyboard focus only while it has to scroll, so that
   the tab key does not stop at every formula. */

const boxes = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

document.querySelectorAll(".lg-scroll, .lg-wide, .md-content__inner > p, .lg-holds > dd, .lg-stack td, .lg-stack th, .lg-rulecard dd, .lg-says p, .lg-cite pre, .lg-why > div").forEach((box) => boxes.observe(box));
