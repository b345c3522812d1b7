"use strict";
/* Words of a text with common ones left in: the same rules as site/words.py. `capitals`: two capitals at least, as an
   abbreviation is printed. */
archive.typed = function typed(text) {
  const plain = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/['\u2019]/g, "");
  return (plain.match(/[a-z0-9]+/gi) || []).map((word) => ({ word: word.toLowerCase(), capitals: /[A-Z].*[A-Z]/.test(word) }));
};

/* Words of a text as the index knows them. */
archive.words = function words(text, stop) {
  return archive.typed(text).map(({ word }) => word).filter((word) => !stop.has(word));
};

/* The parts of a query: single words, and runs of words that are a form of synonyms. Each has `words` to look for (by their
   beginnings, or as they are where it is `whole`: an abbreviation in capitals) and `same`, the synonyms that also answer it.
   `same` of the facts: long form, abbreviations, forms of the long form, forms of the abbreviations. */
archive.parts = function parts(text, stop, same) {
  const tokens = archive.typed(text).filter(({ word }) => word !== "and" && word !== "or");
  const is = (token, word) => token.word === word || token.word === `${word}s`;
  const here = (form, at) => at + form.length <= tokens.length && form.every((word, i) => is(tokens[at + i], word));
  const out = [];
  for (let at = 0; at < tokens.length;) {
    let length = 1;
    let whole = false;
    let found = [];
    same.forEach(([, , wordings, shorts], number) => {
      // in small letters an abbreviation of two letters is rather the beginning of a word
      const short = shorts.filter((form) => here(form, at) && (tokens[at].capitals || form.join("").length > 2));
      for (const form of [...wordings.filter((words) => here(words, at)), ...short]) {
        if (form.length > length || !found.length) [length, found, whole] = [form.length, [], false];
        if (form.length < length) continue;
        if (!found.includes(number)) found.push(number);
        whole = whole || (short.includes(form) && tokens[at].capitals);
      }
    });
    const words = tokens.slice(at, at + length).map(({ word }) => word);
    const kept = words.filter((word) => !stop.has(word));
    if (found.length || kept.length) out.push({ words: kept, same: found, whole });
    at += length;
  }
  return out;
};

/* Parts of a text for display, what answers the query marked: words that begin with one of `starts`, words that are one of
   `wholes`, and runs of words that are one of `forms`, or in capitals one of `shorts`. Words are runs of letters, digits and
   apostrophes, so that what is marked is what the index matched. */
archive.marked = function marked(text, { starts, wholes, forms, shorts }) {
  const found = [...text.matchAll(/[\p{L}\p{N}\p{M}'\u2019]+/gu)].map((match) => {
    const typed = archive.typed(match[0]);
    const own = typed.map(({ word }) => word);
    const joins = own.every((word) => word === "and" || word === "or");
    return { from: match.index, to: match.index + match[0].length, own, joins, capitals: typed.some(({ capitals }) => capitals) };
  });
  const runs = found.filter(({ own }) => own.some((word) => wholes.includes(word) || starts.some((start) => word.startsWith(start))));
  const telling = found.filter(({ joins }) => !joins);
  telling.forEach((first, at) => {
    for (const form of first.capitals ? [...forms, ...shorts] : forms) {
      const words = telling.slice(at, at + form.length);
      const fits = words.length === form.length && words.every(({ own }, i) => own.length === 1 && (own[0] === form[i] || own[0] === `${form[i]}s`));
      if (fits) runs.push({ from: first.from, to: words.at(-1).to });
    }
  });
  const parts = [];
  let last = 0;
  for (const { from, to } of runs.sort((a, b) => a.from - b.from || b.to - a.to)) {
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
