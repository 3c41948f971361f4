// What an explorer shows comes in a file of its own, when the reader comes near it: see finish_pages.py.
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const load = (host) => {
    const held = host.querySelector("script[data-src]");
    const file = document.createElement("script");
    file.src = held.dataset.src;
    file.addEventListener("load", () => {
      held.textContent = window.courseData[held.dataset.src];
      host.dispatchEvent(new Event("data"));
    });
    document.head.append(file);
  };
  const near = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      load(target);
    }
  }, { rootMargin: "100%" });
  for (const held of document.querySelectorAll("course-explorer > script[data-src]")) {
    near.observe(held.parentElement);
  }
});
