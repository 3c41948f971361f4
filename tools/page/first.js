// Stands in each page's head and runs before anything is drawn.
{
  // Where a browser keeps nothing, the theme's scripts would stop: they get a store for this page.
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      window[name].getItem("mode");
    } catch {
      const kept = new Map();
      const value = {
        getItem: (key) => kept.get(key) ?? null,
        setItem: (key, text) => kept.set(key, String(text)),
        removeItem: (key) => kept.delete(key),
      };
      Object.defineProperty(window, name, { value });
    }
  }
  // The theme would turn "auto" into light or dark only later, and style the whole page twice.
  const page = document.documentElement.dataset;
  const mode = localStorage.getItem("mode") || "auto";
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  page.mode = mode;
  page.theme = mode !== "auto" ? mode : dark ? "dark" : "light";

  // Paper is white.
  let before;
  matchMedia("print").addEventListener("change", ({ matches }) => {
    if (matches) before = page.theme;
    page.theme = matches ? "light" : before;
  });
}
