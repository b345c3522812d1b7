"use strict";
/* From a query to the numbers of the findings that answer it. */
archive.finder = async function finder() {
  const facts = await archive.load("facets");
  const stop = new Set(facts.stop);
  const shards = new Set(facts.shards);
  const total = facts.reports.reduce((sum, report) => sum + report[6], 0);
  // for each finding: its report, and its standard and polarity
  const reportOf = new Uint32Array(total);
  const kindOf = new Uint32Array(total);
  const SIDES = ["area_for_improvement", "strength", "mixed"];
  let at = 0;
  facts.reports.forEach((report, number) => { reportOf.fill(number, at, at += report[6]); });
  at = 0;
  for (let i = 0; i < facts.runs.length; i += 2) kindOf.fill(facts.runs[i], at, at += facts.runs[i + 1]);
  const themes = new Map(facts.themes.map(([id, , packed]) => [id, packed]));
  const years = facts.reports.map((report) => report[5].slice(0, 4) || "undated");

  /* Of the sorted words of a shard, the first place from which words do not come before `start`. */
  function firstFrom(list, start) {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle] < start) low = middle + 1; else high = middle;
    }
    return low;
  }

  /* Marks the findings that hold a word beginning with `start` (one character, or `whole`: that word): adds 1 where `hits` is
     `level`. */
  async function mark(hits, start, level, whole) {
    const name = start.slice(0, 2);
    if (!shards.has(name)) return;
    const [list, packed] = await archive.load(`terms/${name}`);
    for (let i = firstFrom(list, start); i < list.length && (whole ? list[i] === start : list[i].startsWith(start)); i++) {
      archive.unpack(packed[i], (number) => { if (hits[number] === level) hits[number] = level + 1; });
    }
  }

  /* Marks the findings that answer a part of a query: those with all of its words, and those that say its synonyms. */
  async function answer(hits, part, level) {
    if (!part.same.length) {
      for (const word of part.words) await mark(hits, word, level++, part.whole);
      return level;
    }
    const own = new Uint8Array(total);
    let words = 0;
    for (const word of part.words) await mark(own, word, words++, part.whole);
    // an abbreviation may be a common word, which no index holds
    const all = words || 255;
    for (const place of part.same) archive.unpack(await archive.load(`same/${place}`), (number) => { own[number] = all; });
    for (let i = 0; i < total; i++) if (own[i] === all && hits[i] === level) hits[i] = level + 1;
    return level + 1;
  }

  /* What to mark in the texts that answer, and which synonyms were looked for besides what was typed. */
  function looked(query) {
    const chosen = [...new Set(query.flatMap((part) => part.same))].map((place) => facts.same[place]);
    return {
      starts: query.filter((part) => !part.whole).flatMap((part) => part.words),
      wholes: query.filter((part) => part.whole).flatMap((part) => part.words),
      forms: chosen.flatMap(([, , wordings]) => wordings),
      shorts: chosen.flatMap(([, , , shorts]) => shorts),
      same: chosen.map(([long, shorts]) => [long, ...shorts]),
    };
  }

  /* Which reports the filters let through. */
  function reportsFor(want) {
    const family = facts.families.findIndex(([id]) => id === want.family);
    const region = facts.regions.indexOf(want.region);
    const place = facts.places.findIndex(([slug]) => slug === want.place);
    return Uint8Array.from(facts.reports, (r, i) => Number(
      (!want.family || r[2] === family) && (!want.region || r[3] === region)
      && (!want.place || r[4] === place) && (!want.year || years[i] === want.year)));
  }

  /* Numbers of the findings, newest report first. */
  async function find(want) {
    const query = archive.parts(want.q || "", stop, facts.same).slice(0, 20);
    for (const part of query) part.words = part.words.map((word) => word.slice(0, facts.longest));
    const hits = new Uint8Array(total);
    let level = 0;
    for (const part of query) level = await answer(hits, part, level);
    if (want.theme) {
      archive.unpack(themes.get(want.theme) || "", (number) => { if (hits[number] === level) hits[number] = level + 1; });
      level++;
    }
    const fit = reportsFor(want);
    const standard = want.standard ? facts.standards.indexOf(want.standard) : -1;
    const polarity = SIDES.indexOf(want.polarity);
    const out = [];
    for (let i = 0; i < total; i++) {
      if (hits[i] !== level || !fit[reportOf[i]]) continue;
      if (want.standard && kindOf[i] >> 2 !== standard) continue;
      if (want.polarity && (kindOf[i] & 3) !== polarity) continue;
      out.push(i);
    }
    return { numbers: out, query: looked(query), reports: new Set(out.map((i) => reportOf[i])).size };
  }

  /* A finding with everything that is shown of it. */
  async function row(number) {
    const texts = await archive.load(`texts/${Math.floor(number / facts.chunk)}`);
    const [id, text, section, page, own] = texts[number % facts.chunk];
    const report = facts.reports[reportOf[number]];
    return {
      id, text, section, page,
      service: report[0], slug: report[1], family: facts.families[report[2]][1], region: facts.regions[report[3]] || "",
      published: report[5], report: report[7],
      standard: facts.standards[kindOf[number] >> 2],
      polarity: SIDES[kindOf[number] & 3],
      themes: own.map((theme) => facts.themes[theme]),
    };
  }
  return { facts, stop, total, years, find, row };
};
