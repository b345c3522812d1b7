"use strict";
/* Narrowing a list by its words and by the number of reports, sorting it by a column, the quick search of the overview, and the
   heat map that was chosen: all are only there where scripts run. */
(() => {
  const quick = document.querySelector("form.quick");
  if (quick) {
    quick.hidden = false;
    quick.addEventListener("submit", (event) => {
      event.preventDefault();
      location.href = `search.html#${new URLSearchParams({ q: quick.querySelector("input").value })}`;
    });
  }

  /* One list: its rows, the words and the number that they are narrowed by. */
  function list(table) {
    const rows = [...table.tBodies[0].rows];
    const texts = rows.map((row) => row.textContent.toLowerCase());
    const words = document.querySelector(`[data-narrows="${table.id}"]`);
    const least = document.querySelector(`[data-least="${table.id}"]`);
    const counts = [...table.tHead.rows[0].cells].findIndex((cell) => "counts" in cell.dataset);
    const outputs = [words, least].filter(Boolean).map((input) => document.querySelector(`output[for="${input.id}"]`));
    function narrow() {
      const wanted = words ? words.value.toLowerCase().split(/\s+/).filter(Boolean) : [];
      const number = least ? Number(least.value) : 0;
      let count = 0;
      rows.forEach((row, i) => {
        const fits = wanted.every((word) => texts[i].includes(word)) && (number < 2 || Number(row.cells[counts].dataset.value) >= number);
        row.hidden = !fits;
        count += fits;
      });
      for (const told of outputs) told.textContent = wanted.length || number > 1 ? `${count} of ${rows.length}` : "";
    }
    for (const input of [words, least].filter(Boolean)) {
      input.closest(".filter").hidden = false;
      input.addEventListener("input", narrow);
    }
    narrow();
  }
  const named = new Set([...document.querySelectorAll("[data-narrows], [data-least]")].map((input) => input.dataset.narrows || input.dataset.least));
  for (const id of named) if (document.getElementById(id)) list(document.getElementById(id));

  /* The heads of a sortable table become buttons; numbers begin with the largest. */
  for (const table of document.querySelectorAll("table.sortable")) {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
        const rows = [...table.tBodies[0].rows];
        const numbers = rows.every((row) => value(row) === "" || Number.isFinite(Number(value(row))));
        const before = head.getAttribute("aria-sort");
        const down = before ? before === "ascending" : numbers;
        const order = (a, b) => (numbers ? Number(value(a)) - Number(value(b)) : value(a).localeCompare(value(b), "en-GB"));
        rows.sort((a, b) => (down ? -1 : 1) * order(a, b));
        table.tBodies[0].append(...rows);
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
      });
    });
  }

  /* Of the heat maps of a sector one is open; which one is kept in the address. */
  const maps = [...document.querySelectorAll("details.map")];
  const chosen = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (maps.includes(chosen)) {
    chosen.open = true;
    for (const map of maps) if (map !== chosen && map.dataset.sector === chosen.dataset.sector) map.open = false;
    chosen.scrollIntoView();
  }
  for (const map of maps) {
    map.querySelector("summary").addEventListener("click", () => {
      if (map.open) return;
      for (const other of maps) if (other !== map && other.dataset.sector === map.dataset.sector) other.open = false;
      history.replaceState(null, "", `#${map.id}`);
    });
  }
})();
