"use strict";
/* Words of a text with common ones left in: the same rules as retrieval/words.py. `capitals`: two capitals at least, as an
   abbreviation is printed. `tied`: only a hyphen stands before it. `seam`: the two parts of a word of mixed case. */
archive.typed = function typed(text) {
  const plain = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/['\u2019]/g, "").replaceAll("\u2010", "-");
  let last = -1;
  return [...plain.matchAll(/[A-Za-z0-9]+/g)].map((match) => {
    const parts = match[0].split(/(?<=[a-z])(?=[A-Z])/);
    const tied = last >= 0 && plain.slice(last, match.index) === "-";
    last = match.index + match[0].length;
    return {
      word: match[0].toLowerCase(), capitals: /[A-Z].*[A-Z]/.test(match[0]), tied,
      seam: parts.length === 2 ? parts.map((part) => part.toLowerCase()) : null,
    };
  });
};

/* Words of a text as the index knows them. */
archive.words = function words(text, stop) {
  return archive.typed(text).map(({ word }) => word).filter((word) => !stop.has(word));
};

/* What to mark for a part of a query: lists of tests, each for a run of words. */
archive.runs = function runs(part, same) {
  const [kind, ...inner] = part;
  if (kind === "and" || kind === "or") return inner.flatMap((one) => archive.runs(one, same));
  if (kind === "start") return [{ telling: false, tests: [({ word }) => word.startsWith(inner[0])] }];
  if (kind === "exact") return [{ telling: false, tests: inner.map((wanted) => ({ word }) => word === wanted) }];
  if (kind === "stem") {
    return [{ telling: false, tests: inner.map(archive.stem).map((wanted) => ({ word }) => archive.stem(word) === wanted) }];
  }
  const [, , wordings, shorts] = same[inner[0]];
  const form = (words, short) => ({
    telling: true, tests: words.map((wanted, i) => ({ word, capitals }) => (word === wanted || word === `${wanted}s`) && (!short || i || capitals)),
  });
  return [...wordings.map((words) => form(words, false)), ...shorts.map((words) => form(words, true))];
};

/* Parts of a text for display, what answers the query marked. Words are runs of letters, digits and apostrophes, so that what
   is marked is what the index matched. */
archive.marked = function marked(text, wanted, same) {
  const found = [...text.matchAll(/[\p{L}\p{N}\p{M}'\u2019]+/gu)].flatMap((match) => archive.typed(match[0])
    .map((token) => ({ ...token, from: match.index, to: match.index + match[0].length })));
  const telling = found.filter(({ word }) => word !== "and" && word !== "or");
  const marks = [];
  for (const run of wanted.flatMap((part) => archive.runs(part, same))) {
    const among = run.telling ? telling : found;
    for (let at = 0; at + run.tests.length <= among.length; at++) {
      if (run.tests.every((test, i) => test(among[at + i]))) marks.push({ from: among[at].from, to: among[at + run.tests.length - 1].to });
    }
  }
  const parts = [];
  let last = 0;
  for (const { from, to } of marks.sort((a, b) => a.from - b.from || b.to - a.to)) {
    if (from < last) continue;
    parts.push([text.slice(last, from), false], [text.slice(from, to), true]);
    last = to;
  }
  parts.push([text.slice(last), false]);
  return parts.filter(([part]) => part);
};

/* Characters that would turn or hide what follows are shown as a replacement character, as on every page. */
archive.visible = function visible(text) {
  return String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, "\ufffd");
};

/* A date as people write it: 2023-06-14 is 14 June 2023, as precise as it is known. */
archive.day = function day(published) {
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  const [, year, month, date] = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(published) || [];
  if (!year) return archive.visible(published || "undated");
  return [date && String(Number(date)), month && MONTHS[Number(month) - 1], year].filter(Boolean).join(" ");
};
