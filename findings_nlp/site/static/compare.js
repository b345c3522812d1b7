"use strict";
/* Two services side by side; the choice is kept in the address. */
(async () => {
  const by = (id) => document.getElementById(id);
  const data = await archive.load("compare");
  if (!data) {
    by("compared").textContent = "The data are missing or damaged. Make the site again.";
    return;
  }
  const places = new Map(data.places.map((place) => [place[0], place]));
  const show = archive.visible;

  function element(name, css, ...inside) {
    const out = document.createElement(name);
    if (css) out.className = css;
    out.append(...inside);
    return out;
  }

  function table(label, head, rows) {
    const made = element("table", "index");
    const line = (cells, tag) => {
      const row = element("tr", "");
      cells.forEach((cell, i) => {
        const th = tag === "th" || i === 0;
        const one = element(th ? "th" : "td", "", cell);
        if (th) one.scope = tag === "th" ? "col" : "row";
        row.append(one);
      });
      return row;
    };
    made.append(element("thead", "", line(head, "th")), element("tbody", "", ...rows.map((row) => line(row, "td"))));
    const box = element("div", "scroll", made);
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", label);
    return box;
  }

  const share = (count, total) => (total ? `${Math.floor(100 * count / total + 0.5)}% (${count} of ${total})` : "–");

  function compare() {
    const chosen = [places.get(by("one").value), places.get(by("two").value)];
    history.replaceState(null, "", `#${new URLSearchParams({ one: by("one").value, two: by("two").value })}`);
    by("compared").replaceChildren();
    if (!chosen[0] || !chosen[1]) return;
    const head = chosen.map(([slug, name]) => {
      const link = element("a", "", element("bdi", "", show(name)));
      link.href = `services/${slug}.html`;
      return link;
    });
    const again = () => head.map((link) => link.cloneNode(true));
    const standards = data.standards.filter(([id]) => chosen.some((place) => place[5][id]));
    const ratings = [
      ["Reports", ...chosen.map((place) => String(place[2]))],
      ["Latest report", ...chosen.map((place) => archive.day(place[3]))],
      ["Overall rating", ...chosen.map((place) => show(place[4] || "not rated"))],
      ...standards.map(([id, name]) => [show(name), ...chosen.map((place) => show(place[5][id] || "–"))]),
    ];
    const counts = (place, id) => place[7][id] || [0, 0];
    const themes = data.themes.filter(([id]) => chosen.some((place) => place[7][id]))
      .map(([id, name]) => ({ name, cells: chosen.flatMap((place) => [0, 1].map((side) => share(counts(place, id)[side], place[6][side]))), size: chosen.reduce((sum, place) => sum + counts(place, id)[0], 0) }))
      .sort((a, b) => b.size - a.size);
    const sides = (name) => [`Areas for improvement, ${name}`, `Strengths, ${name}`];
    by("compared").append(
      element("h2", "", "Ratings"), table("Ratings", ["Rating", ...again()], ratings),
      element("h2", "", "Themes"), table("Themes", ["Theme", ...chosen.flatMap((place) => sides(show(place[1])))], themes.map((row) => [show(row.name), ...row.cells])),
    );
  }

  const given = new URLSearchParams(location.hash.slice(1));
  for (const id of ["one", "two"]) {
    for (const [slug, name] of data.places) {
      const option = element("option", "", show(name));
      option.value = slug;
      by(id).append(option);
    }
    if (places.has(given.get(id))) by(id).value = given.get(id);
    by(id).addEventListener("change", compare);
  }
  by("compare").hidden = false;
  compare();
})();
