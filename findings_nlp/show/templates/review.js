"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = id => document.getElementById(id);
  const items = [...data.findings.map((item, place) => ({ kind: "finding", place, ...item })), ...data.links.map((item, place) => ({ kind: "link", place, ...item }))];
  const key = "findings-nlp-review-" + data.id;
  const fresh = item => item.kind === "link" ? { link: item.link, checked: false, comment: "" } : { polarity: item.polarity, themes: [...item.themes], checked: false, comment: "" };
  let state = items.map(fresh), here = 0;

  // what this browser kept of the review; a browser that keeps nothing is no error
  try {
    const kept = JSON.parse(localStorage.getItem(key) || "null");
    if (kept && Array.isArray(kept.state) && kept.state.length === items.length) {
      state = kept.state; here = Math.min(kept.here || 0, items.length - 1); at("who").value = kept.who || "";
    }
  } catch (error) { /* nothing was kept */ }
  const keep = () => { try { localStorage.setItem(key, JSON.stringify({ state, here, who: at("who").value })); } catch (error) { /* not kept */ } };

  const same = (a, b) => a.length === b.length && a.every(x => b.includes(x));
  const changed = k => items[k].kind === "link" ? state[k].link !== items[k].link : state[k].polarity !== items[k].polarity || !same(state[k].themes, items[k].themes);
  const touched = k => state[k].checked || changed(k);
  const tell = text => { at("told").textContent = text; };

  const button = (label, pressed, act, number) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label + (number ? " " : "");
    if (number) { const sign = document.createElement("kbd"); sign.textContent = number; made.append(sign); }
    made.setAttribute("aria-pressed", String(pressed));
    made.addEventListener("click", act);
    return made;
  };

  // the finding's own themes first, in their order, then the others
  const order = item => [...item.themes, ...Object.keys(data.themes).filter(name => !item.themes.includes(name))];
  const found = () => {
    const wanted = at("find").value.trim().toLowerCase();
    return order(items[here]).filter(name => data.themes[name].toLowerCase().includes(wanted));
  };

  const toggle = name => {
    const now = state[here].themes;
    state[here].themes = now.includes(name) ? now.filter(x => x !== name) : [...now, name];
    show();
  };
  const turn = () => {
    const sides = Object.keys(data.polarities);
    state[here].polarity = sides[(sides.indexOf(state[here].polarity) + 1) % sides.length];
    show();
  };
  const judge = verdict => { state[here].link = verdict; show(); };

  const show = () => {
    const item = items[here], now = state[here], link = item.kind === "link";
    at("progress").textContent = `${state.filter((_, k) => touched(k)).length} of ${items.length} checked`;
    at("place").textContent = `${link ? "Link" : "Finding"} ${here + 1} of ${items.length}`;
    at("where").textContent = item.where;
    at("context").textContent = item.context || "";
    at("text").textContent = item.text;
    at("asked").textContent = item.asked || "";
    for (const id of ["asked", "asked-label", "text-label", "link"]) at(id).hidden = !link;
    at("finding").hidden = link;
    at("source").hidden = !item.source;
    if (item.source) at("source").href = item.source; else at("source").removeAttribute("href");
    if (link) {
      at("verdict").replaceChildren(button("Reason", now.link === "reason", () => judge("reason"), "y"), button("No reason", now.link === "none", () => judge("none"), "n"));
    } else {
      at("polarity").replaceChildren(...Object.entries(data.polarities).map(([name, label]) => button(label, name === now.polarity, () => { state[here].polarity = name; show(); })));
      at("themes").replaceChildren(...found().map((name, k) => button(data.themes[name], now.themes.includes(name), () => toggle(name), k < 9 ? String(k + 1) : "")));
    }
    at("comment").value = now.comment;
    at("checked").checked = now.checked;
    keep();
  };

  const go = step => {
    const next = Math.max(0, Math.min(items.length - 1, here + step));
    if (next === here && step) tell(step > 0 ? "This is the last item." : "This is the first item.");
    else tell("");
    here = next; at("find").value = ""; show(); at("item").focus({ preventScroll: true });
    window.scrollTo(0, 0);
  };
  const mark = value => { state[here].checked = value; show(); };
  const finish = () => { mark(true); go(1); };

  const save = () => {
    const who = at("who").value.trim();
    if (!who) { tell("Write your name first: each correction is stored with it."); at("who").focus(); return; }
    const done = items.map((item, k) => ({ k, item })).filter(({ k }) => touched(k)).map(({ k, item }) => {
      const { checked, ...rest } = state[k];
      return { kind: item.kind, place: item.place, ...rest };
    });
    const text = JSON.stringify({ review: data.id, who, items: done }, null, 1);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `review-${data.id}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    tell(`Saved ${done.length} checked items.`);
  };

  at("who").addEventListener("input", keep);
  at("comment").addEventListener("input", () => { state[here].comment = at("comment").value; keep(); });
  at("checked").addEventListener("change", () => mark(at("checked").checked));
  at("find").addEventListener("input", show);
  at("find").addEventListener("keydown", event => {
    if (event.key === "Enter" && found().length) { toggle(found()[0]); at("find").value = ""; show(); at("item").focus({ preventScroll: true }); event.preventDefault(); event.stopPropagation(); }
  });
  at("previous").addEventListener("click", () => go(-1));
  at("next").addEventListener("click", () => go(1));
  at("checkednext").addEventListener("click", finish);
  at("save").addEventListener("click", save);

  document.addEventListener("keydown", event => {
    const typing = event.target.matches("input[type=text], textarea");
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape" && typing) { at("item").focus({ preventScroll: true }); return; }
    if (typing) return;
    const item = items[here], link = item.kind === "link";
    const acts = { j: () => go(1), k: () => go(-1), x: () => mark(!state[here].checked), s: save, c: () => at("comment").focus() };
    if (link) { acts.y = () => judge("reason"); acts.n = () => judge("none"); } else { acts.p = turn; acts["/"] = () => at("find").focus(); }
    if (event.key === "Enter" && !event.target.matches("button, summary, a")) acts.Enter = finish;
    if (!link && /^[1-9]$/.test(event.key)) { const name = found()[Number(event.key) - 1]; if (name) acts[event.key] = () => toggle(name); }
    if (acts[event.key]) { acts[event.key](); event.preventDefault(); }
  });
  go(0);
})();
