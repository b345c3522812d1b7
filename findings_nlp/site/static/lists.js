"use strict";
/* Narrowing a list by its words, and the quick search of the overview: both are only there where scripts run. */
(() => {
  const quick = document.querySelector("form.quick");
  if (quick) {
    quick.hidden = false;
    quick.addEventListener("submit", (event) => {
      event.preventDefault();
      location.href = `search.html#${new URLSearchParams({ q: quick.querySelector("input").value })}`;
    });
  }
  const input = document.querySelector("[data-narrows]");
  if (!input) return;
  const rows = [...document.getElementById(input.dataset.narrows).tBodies[0].rows];
  const texts = rows.map((row) => row.textContent.toLowerCase());
  const told = document.querySelector(`output[for="${input.id}"]`);
  input.closest(".filter").hidden = false;
  input.addEventListener("input", () => {
    const wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    rows.forEach((row, i) => {
      const fits = wanted.every((word) => texts[i].includes(word));
      row.hidden = !fits;
      count += fits;
    });
    told.textContent = wanted.length ? `${count} of ${rows.length}` : "";
  });
})();
