// The link to the other language leads to the section that is being read: twins share addresses.
document.addEventListener("DOMContentLoaded", () => {
  "use strict";
  for (const link of document.querySelectorAll("a.twin")) {
    link.addEventListener("click", () => {
      const read = document.querySelector("#pst-page-toc-nav .nav-link.active");
      link.hash = read?.hash || location.hash;
    });
  }
});
