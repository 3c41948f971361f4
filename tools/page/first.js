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
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const theme = () => (page.mode !== "auto" ? page.mode : dark.matches ? "dark" : "light");
  page.mode = localStorage.getItem("mode") || "auto";
  page.theme = theme();

  // The start page above the editions goes on in this language.
  localStorage.setItem("course-language", document.documentElement.lang);

  // Paper is white.
  matchMedia("print").addEventListener("change", ({ matches }) => {
    page.theme = matches ? "light" : theme();
  });
}
