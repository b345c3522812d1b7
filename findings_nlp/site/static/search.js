"use strict";
/* The search page: form and address hold the same state; whichever changes, the other follows. */
(async () => {
  const FIELDS = ["q", "kind", "family", "year", "region", "standard", "polarity", "theme", "addressee"];
  const SHOWN = 25;
  // class of the card, what a reader with a screen reader hears, and the name of many
  const KINDS = {
    finding: ["", "", "Findings"], recommendation: ["recommendation", "Recommendation", "Recommendations"],
    quote: ["quote", "Quote", "Quotes"], service: ["service", "Service", "Services"],
  };
  const by = (id) => document.getElementById(id);
  const form = by("search");
  const BROKEN = "The search cannot go on: a file of the folder data is missing or damaged. Make the site again.";
  const finder = await archive.finder().catch(() => null);
  if (!finder) {
    by("status").textContent = BROKEN;
    return;
  }
  let state = {};
  let found = { numbers: [], query: { wanted: [] }, same: [], reports: 0 };
  let turn = 0;

  function element(name, css, ...inside) {
    const out = document.createElement(name);
    if (css) out.className = css;
    out.append(...inside);
    return out;
  }

  function options(name, pairs) {
    for (const [value, label] of pairs) {
      const option = element("option", "", archive.visible(label));
      option.value = value;
      option.dataset.label = archive.visible(label);
      by(name).append(option);
    }
    by(name).disabled = pairs.length === 0;
  }

  /* Behind each value of a filter how many texts it would leave. */
  function count() {
    for (const name of FIELDS.slice(1)) {
      for (const option of by(name).options) {
        if (option.value) option.textContent = `${option.dataset.label} (${(found.counts[name].get(option.value) || 0).toLocaleString("en-GB")})`;
      }
    }
  }

  function fill() {
    const { facts } = finder;
    options("kind", Object.entries(KINDS).map(([kind, [, , many]]) => [kind, many]));
    options("family", facts.families);
    options("year", [...new Set(finder.years)].sort().reverse().map((year) => [year, year]));
    options("region", facts.regions.map((region) => [region, region]));
    const named = finder.standards.map((key) => [key, facts.standard_names[key] || key]);
    options("standard", named.sort((a, b) => (a[1] < b[1] ? -1 : 1)));
    options("polarity", [["strength", "Strengths"], ["area_for_improvement", "Areas for improvement"], ["mixed", "Mixed findings"]]);
    options("theme", facts.themes.filter((theme) => theme[2]).map(([id, name]) => [id, name]));
    options("addressee", facts.bodies.map(([id, name]) => [id, name]));
  }

  function read() {
    const given = new URLSearchParams(location.hash.slice(1));
    const out = {};
    for (const name of [...FIELDS, "place", "page"]) if (given.get(name)) out[name] = given.get(name);
    return out;
  }

  function write(wanted) {
    const given = new URLSearchParams();
    for (const name of [...FIELDS, "place", "page"]) if (wanted[name] && wanted[name] !== "1") given.set(name, wanted[name]);
    // replaced, not added: the back button leaves the page instead of undoing letters
    history.replaceState(null, "", `#${given}`);
  }

  function show(wanted) {
    for (const name of FIELDS) if (by(name).value !== (wanted[name] || "")) by(name).value = wanted[name] || "";
    const place = finder.facts.places.find(([slug]) => slug === wanted.place);
    by("place").hidden = !place;
    by("place").replaceChildren();
    if (place) {
      const drop = element("button", "", "Remove");
      drop.type = "button";
      drop.addEventListener("click", () => { go({ ...state, place: "", page: "" }); by("q").focus(); });
      by("place").append("Only ", element("bdi", "", archive.visible(place[1])), " ", drop);
    }
  }

  function marked(row) {
    const text = element("bdi");
    for (const [part, hit] of archive.marked(row.text, found.query.wanted, finder.facts.same)) {
      text.append(hit ? element("mark", "", archive.visible(part)) : archive.visible(part));
    }
    return text;
  }

  /* The sign of a card, and what is said before its text. */
  function heading(row) {
    if (row.kind !== "finding") return [element("span", "small muted kind", `${KINDS[row.kind][1]}: `)];
    const [shown, told] = { strength: ["+", "Strength"], mixed: ["\u00b1", "Mixed finding"] }[row.polarity] || ["\u2212", "Area for improvement"];
    const sign = element("span", "sign", shown);
    sign.setAttribute("aria-hidden", "true");
    return [sign, " ", element("span", "hidden-text", `${told}: `)];
  }

  function item(row) {
    const link = element("a", "", element("bdi", "", archive.visible(row.service)), `, ${archive.day(row.published)}`);
    const anchor = row.id.replace(/[^A-Za-z0-9_-]/g, "_");
    link.href = row.kind === "service" ? `services/${row.place}.html` : `reports/${row.slug}.html#${anchor}`;
    const more = [row.kind === "finding" ? row.standard : row.addressee && `to ${row.addressee}`, row.page && `page ${row.page}`];
    const about = element("p", "small source", link, ...more.filter(Boolean).map((told) => ` · ${archive.visible(told)}`));
    const chips = element("ul", "chips", ...row.themes.map((theme) => {
      const to = element("a", "", element("bdi", "", archive.visible(theme[1])));
      to.href = `themes/${theme[3]}.html`;
      return element("li", "chip", to);
    }));
    chips.setAttribute("aria-label", "Themes");
    const css = row.kind === "finding" ? row.polarity.replaceAll("_", "-") : KINDS[row.kind][0];
    const out = element("li", `card is-${css}`, ...heading(row), marked(row), about);
    if (row.themes.length) out.append(chips);
    return out;
  }

  /* For words that no text says: what may have been meant, as buttons that search for it. */
  async function suggest(now) {
    const slips = found.query.wanted.length ? await finder.slips(found.query) : [];
    if (now !== turn) return;
    by("slips").replaceChildren(...slips.map(([word, others]) => {
      const buttons = others.map((other) => {
        const button = element("button", "", other);
        button.type = "button";
        button.addEventListener("click", () => {
          by("q").value = by("q").value.replace(new RegExp(`(?<![a-z0-9])${word}(?![a-z0-9])`, "i"), other);
          go(formState());
          by("q").focus();
        });
        return button;
      });
      return element("p", "", `No text says “${archive.visible(word)}”. `, ...(others.length ? ["Did you mean ", ...buttons.flatMap((one) => [one, " "])] : []));
    }));
  }

  async function page(now) {
    const last = Math.max(1, Math.ceil(found.numbers.length / SHOWN));
    const number = Math.min(last, Math.max(1, Number.parseInt(state.page, 10) || 1));
    const part = found.numbers.slice((number - 1) * SHOWN, number * SHOWN);
    const rows = await Promise.all(part.map(finder.row));
    if (now !== turn) return;
    by("results").replaceChildren(...rows.map(item));
    by("results").start = (number - 1) * SHOWN + 1;
    by("pages").hidden = last === 1;
    by("where").textContent = `Page ${number} of ${last.toLocaleString("en-GB")}`;
    by("back").disabled = number === 1;
    by("on").disabled = number === last;
  }

  async function go(wanted) {
    const now = ++turn;
    const begun = performance.now();
    state = wanted;
    show(wanted);
    write(wanted);
    try {
      const answer = await finder.find(wanted);
      if (now !== turn) return;
      found = answer;
      count();
      await page(now);
      await suggest(now);
    } catch {
      by("status").textContent = BROKEN;
      return;
    }
    if (now !== turn) return;
    const [n, r] = [found.numbers.length, found.reports].map((number) => number.toLocaleString("en-GB"));
    by("status").textContent = found.numbers.length
      ? `${n} of ${finder.total.toLocaleString("en-GB")} texts, in ${r} report${r === "1" ? "" : "s"}, newest first.`
      : "No text answers this. Try fewer words or another filter.";
    by("same").textContent = found.same.length
      ? `Taken for the same: ${found.same.map(([long, shorts]) => [long, ...shorts].map(archive.visible).join(" = ")).join("; ")}.`
      : "";
    by("csv").disabled = !found.numbers.length;
    form.dataset.milliseconds = String(Math.round(10 * (performance.now() - begun)) / 10);
    form.dataset.turn = String(now);
  }

  const formState = () => Object.fromEntries([...FIELDS.map((name) => [name, by(name).value]), ["place", state.place || ""]]);

  async function download() {
    by("csv").disabled = true;
    by("csv").textContent = "Collecting the rows …";
    const rows = [];
    for (const number of found.numbers) rows.push(await finder.row(number));
    const url = URL.createObjectURL(new Blob([archive.csv(rows)], { type: "text/csv;charset=utf-8" }));
    const link = element("a");
    link.href = url;
    link.download = "search.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
    by("csv").textContent = "Download these rows as CSV";
    by("csv").disabled = false;
  }

  function turnPage(step) {
    const number = (Number.parseInt(state.page, 10) || 1) + step;
    go({ ...state, page: String(number) }).then(() => by("status").scrollIntoView({ block: "start" }));
  }

  let pause = 0;
  by("q").addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(() => go(formState()), 120); });
  form.addEventListener("change", (event) => { if (event.target.id !== "q") go(formState()); });
  form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(pause); go(formState()); });
  form.addEventListener("reset", (event) => { event.preventDefault(); go({}); by("q").focus(); });
  by("csv").addEventListener("click", download);
  by("back").addEventListener("click", () => turnPage(-1));
  by("on").addEventListener("click", () => turnPage(1));
  window.addEventListener("hashchange", () => go(read()));
  fill();
  await go(read());
})();
