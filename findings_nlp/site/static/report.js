"use strict";
/* Filters of a report's findings and recommendations by theme, side and standard. Without scripts everything stays shown. */
(() => {
  const form = document.getElementById("narrowed");
  if (!form) return;
  const cards = [...document.querySelectorAll("[data-themes]")];
  const told = form.querySelector("output");
  const fits = {
    theme: (card, value) => card.dataset.themes.split(" ").includes(value),
    side: (card, value) => card.dataset.side === value,
    standard: (card, value) => card.dataset.standard === value,
  };
  function narrow() {
    const wanted = [...form.querySelectorAll("select")].filter((select) => select.value);
    let count = 0;
    for (const card of cards) {
      const here = wanted.every((select) => fits[select.name](card, select.value));
      card.hidden = !here;
      count += here;
    }
    for (const part of document.querySelectorAll("[data-part]")) part.hidden = !part.querySelector("[data-themes]:not([hidden])");
    told.textContent = wanted.length ? `${count} of ${cards.length}` : "";
  }
  form.hidden = false;
  form.addEventListener("change", narrow);
  form.addEventListener("reset", () => setTimeout(narrow));
  // a link to a place that is hidden shows it again
  window.addEventListener("hashchange", () => {
    const card = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (card && card.hidden) {
      form.reset();
      narrow();
      card.scrollIntoView();
    }
  });
  narrow();
})();
