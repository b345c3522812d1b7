"use strict";
/* From a query and filters to the numbers of the texts that answer, with counts for every value of a filter. */
archive.finder = async function finder() {
  const facts = { ...await archive.load("facets") };
  facts.compounds = new Map(facts.compounds.map(([first, second]) => [first + second, [first, second]]));
  const inReports = facts.reports.reduce((sum, report) => sum + report[6], 0);
  const total = inReports + facts.places.length;
  // for each text: its report, and what it is: standard and polarity of a finding, or a kind below 0
  const reportOf = new Uint32Array(total);
  const kindOf = new Int32Array(total);
  let at = 0;
  facts.reports.forEach((report, number) => { reportOf.fill(number, at, at += report[6]); });
  facts.places.forEach(([, , newest], place) => { reportOf[inReports + place] = newest; });
  at = 0;
  for (let i = 0; i < facts.runs.length; i += 2) kindOf.fill(facts.runs[i], at, at += facts.runs[i + 1]);
  const KINDS = ["finding", "recommendation", "quote", "service"];
  const kindAt = (i) => (kindOf[i] >= 0 ? 0 : -kindOf[i]);
  const years = facts.reports.map((report) => report[5].slice(0, 4) || "undated");
  const { answer, said } = archive.answerer(facts, total);

  /* For each filter its values and the place of each text's value among them, -1 for none; a text may have several themes. */
  function column(values, of) {
    const code = new Int32Array(total);
    for (let i = 0; i < total; i++) code[i] = of(i);
    return { values, code };
  }
  const allYears = [...new Set(years)].sort().reverse();
  const yearOf = years.map((year) => allYears.indexOf(year));
  const standards = [...new Set(facts.standards.map(([, key]) => key))];
  const standardOf = facts.standards.map(([, key]) => standards.indexOf(key));
  // what a text may have several of: id, name, packed numbers
  const several = { theme: facts.themes, addressee: facts.bodies };
  const ofReport = (values) => (i) => values[reportOf[i]];
  const columns = {
    kind: column(KINDS, kindAt),
    family: column(facts.families.map(([id]) => id), ofReport(facts.reports.map((report) => report[2]))),
    year: column(allYears, ofReport(yearOf)),
    region: column(facts.regions, ofReport(facts.reports.map((report) => report[3]))),
    standard: column(standards, (i) => (kindOf[i] >= 0 ? standardOf[kindOf[i] >> 2] : -1)),
    polarity: column(["area_for_improvement", "strength", "mixed"], (i) => (kindOf[i] >= 0 ? kindOf[i] & 3 : -1)),
    place: column(facts.places.map(([slug]) => slug), (i) => (i < inReports ? facts.reports[reportOf[i]][4] : i - inReports)),
  };
  const valueOf = (name, i) => columns[name].values[columns[name].code[i]] || "";

  /* The texts that answer a query, whatever the filters. */
  async function answering(query) {
    const hits = new Uint8Array(total).fill(1);
    for (const part of query.wanted) {
      const marks = await answer(part);
      for (let i = 0; i < total; i++) hits[i] &= marks[i];
    }
    for (const part of query.unwanted) {
      const marks = await answer(part);
      for (let i = 0; i < total; i++) if (marks[i]) hits[i] = 0;
    }
    return hits;
  }

  /* Numbers of the texts: services first, then newest report first. `counts`: for each filter how many texts each of its values
     would leave, the other filters as they are. */
  async function find(want) {
    const query = archive.parse(want.q || "", facts);
    const hits = await answering(query);
    const all = Object.entries(columns).map(([name, { values, code }]) => ({ name, code, counts: new Uint32Array(values.length) }));
    const set = all.filter(({ name }) => want[name]).map((one) => ({ ...one, wanted: columns[one.name].values.indexOf(want[one.name]) }));
    // besides: the texts that fail at most the one filter of that name
    const many = Object.entries(several).map(([name, list]) => {
      const has = new Uint8Array(total);
      const chosen = list.find(([id]) => id === want[name]);
      if (chosen) archive.unpack(chosen[2], (number) => { has[number] = 1; });
      return { name, list, has, wanted: Boolean(want[name]), besides: new Uint8Array(total) };
    });
    const out = [];
    for (let i = 0; i < total; i++) {
      if (!hits[i]) continue;
      let failed = 0;
      let by = null;
      for (const one of set) if (one.code[i] !== one.wanted) { failed++; by = one; }
      for (const one of many) if (one.wanted && !one.has[i]) { failed++; by = one; }
      if (failed > 1) continue;
      if (by) {
        if (by.besides) by.besides[i] = 1; else by.counts[by.code[i]]++;
        continue;
      }
      out.push(i);
      for (const one of all) one.counts[one.code[i]]++;
      for (const one of many) one.besides[i] = 1;
    }
    const counts = Object.fromEntries(all.map((one) => [one.name, new Map(columns[one.name].values.map((value, i) => [value, one.counts[i]]))]));
    for (const { name, list, besides } of many) {
      counts[name] = new Map(list.map(([id, , packed]) => {
        let count = 0;
        archive.unpack(packed, (number) => { count += besides[number]; });
        return [id, count];
      }));
    }
    const services = out.filter((i) => i >= inReports);
    const numbers = [...services, ...out.slice(0, out.length - services.length)];
    return { numbers, counts, query, same: query.same.map((place) => facts.same[place]), reports: new Set(out.map((i) => reportOf[i])).size };
  }

  /* For each word that no text says: words that may have been meant. */
  async function slips(query) {
    const out = [];
    for (const word of new Set(archive.typedWords([...query.wanted, ...query.unwanted]))) {
      if (facts.compounds.has(word) || await said(word)) continue;
      const [list, counts] = facts.letters.includes(word[0]) ? await archive.load(`words/${word[0]}`) : [[], []];
      out.push([word, archive.suggestions(word, list, counts)]);
    }
    return out;
  }

  /* A text with everything that is shown of it. */
  async function row(number) {
    const texts = await archive.load(`texts/${Math.floor(number / facts.chunk)}`);
    const [id, text, section, page, own, addressee] = texts[number % facts.chunk];
    const report = facts.reports[reportOf[number]];
    const place = number < inReports ? report[4] : number - inReports;
    return {
      id, text, section, page, addressee: addressee || "",
      kind: KINDS[kindAt(number)],
      service: report[0], slug: report[1], family: facts.families[report[2]][1], region: facts.regions[report[3]] || "",
      published: report[5], report: report[7], place: facts.places[place][0],
      standard: kindOf[number] >= 0 ? facts.standards[kindOf[number] >> 2][0] : "",
      polarity: valueOf("polarity", number),
      themes: own.map((theme) => facts.themes[theme]),
    };
  }
  return { facts, total, years, standards, find, slips, row };
};
