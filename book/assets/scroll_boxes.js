// A box that may scroll sideways is a stop of the Tab key. Those that show all they hold are passed over.
// They are measured at the first Tab: to measure a hundred boxes earlier would hold a phone for a second.
{
  let measured = false;
  window.addEventListener("resize", () => {
    measured = false;
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Tab" || measured) return;
    measured = true;
    const boxes = [...document.querySelectorAll(".scroll-box")];
    const scrolls = boxes.map((b) => b.scrollWidth > b.clientWidth || b.scrollHeight > b.clientHeight);
    boxes.forEach((box, k) => {
      box.tabIndex = scrolls[k] ? 0 : -1;
    });
  });
}
