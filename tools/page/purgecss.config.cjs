// What finds no match in a page or a script goes out of the stylesheet. Pages and scripts are given on the command line.
module.exports = {
  keyframes: true,
  // states that a browser or a reader sets, and no file spells
  dynamicAttributes: ["open", "aria-expanded", "aria-current", "data-theme", "data-mode", "data-right"],
  // what Bootstrap makes of a tooltip or a menu, its names put together in the script
  safelist: { greedy: [/^tooltip/, /^bs-tooltip/, /^dropdown/] },
};
