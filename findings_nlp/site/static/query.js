"use strict";
/* What a query asks for: the same rules and the same trees as retrieval/query.py, which says what the language is.
   A part is ["stem" | "exact" | "start", word ...], ["same", number] or ["and" | "or", part ...]. */
archive.parse = function parse(text, facts) {
  const MOST_PARTS = 20;
  const MOST_WORDINGS = 8;
  const stop = new Set(facts.stop);
  const joins = (word) => word === "and" || word === "or";
  const cut = (word) => word.slice(0, facts.longest);
  const tokens = (typed) => archive.typed(typed).map((token) => ({ ...token, word: cut(token.word) }));
  const two = ({ word, seam }) => seam || facts.compounds.get(word) || null;

  function joined(kind, parts) {
    const flat = parts.flatMap((part) => (part[0] === kind ? part.slice(1) : [part]));
    const once = [...new Map(flat.map((part) => [JSON.stringify(part), part])).values()];
    return once.length === 1 ? once[0] : [kind, ...once];
  }

  /* A phrase as it is, and with its words of two parts written as one and as two. */
  function exact(found) {
    const places = [];
    for (let at = 0; at < found.length; at++) {
      const [word, next] = [found[at], found[at + 1]];
      if (next && (next.tied || facts.compounds.has(word.word + next.word))) {
        places.push([[word.word, next.word], [word.word + next.word]]);
        at++;
      } else places.push(two(word) ? [[word.word], two(word)] : [[word.word]]);
    }
    let ways = [[]];
    for (const choices of places) ways = ways.flatMap((way) => choices.map((choice) => [...way, ...choice])).slice(0, MOST_WORDINGS);
    return found.length ? [joined("or", ways.map((way) => ["exact", ...way]))] : [];
  }

  /* The longest form of synonyms that begins at a word. */
  function longest(found, at) {
    const here = (form) => at + form.length <= found.length
      && form.every((word, i) => found[at + i].word === word || found[at + i].word === `${word}s`);
    let [length, places, whole] = [1, [], false];
    facts.same.forEach(([, , wordings, shorts], place) => {
      for (const [short, form] of [...wordings.map((one) => [false, one]), ...shorts.map((one) => [true, one])]) {
        if (!here(form) || form.length < (places.length ? length : 1)) continue;
        // in small letters an abbreviation of two letters is rather the beginning of a word
        if (short && !found[at].capitals && form.join("").length <= 2) continue;
        if (form.length > length) [length, places, whole] = [form.length, [], false];
        if (!places.includes(place)) places.push(place);
        whole = whole || (short && found[at].capitals);
      }
    });
    return [length, places, whole];
  }

  /* A single word: itself, its two parts, or one word with its neighbour. */
  function single(found, at) {
    const ways = [["stem", found[at].word]];
    if (two(found[at])) ways.push(["stem", ...two(found[at])]);
    for (const first of [at - 1, at]) {
      if (!found[first] || !found[first + 1]) continue;
      const one = found[first].word + found[first + 1].word;
      if (facts.compounds.has(one)) ways.push(["stem", one]);
    }
    return joined("or", ways);
  }

  function loose(run, same) {
    const found = run.filter(({ word }) => !joins(word));
    const out = [];
    for (let at = 0; at < found.length;) {
      const [length, places, whole] = longest(found, at);
      if (places.length) {
        same.push(...places);
        const kept = found.slice(at, at + length).map(({ word }) => word).filter((word) => !stop.has(word));
        const own = kept.map((word) => [whole ? "exact" : "stem", word]);
        out.push(joined("or", [...(own.length ? [joined("and", own)] : []), ...places.map((place) => ["same", place])]));
        at += length;
        continue;
      }
      let end = at + 1;
      while (end < found.length && found[end].tied) end++;
      const chain = found.slice(at, end).map(({ word }) => word);
      if (chain.length > 1) out.push(joined("or", [["stem", ...chain], ["stem", cut(chain.join(""))]]));
      else if (!stop.has(chain[0])) out.push(single(found, at));
      at = end;
    }
    return out;
  }

  const [wanted, unwanted, same] = [[], [], []];
  let run = [];
  let either = false;
  function put(parts) {
    for (const part of parts) {
      if (either && wanted.length) wanted.push(joined("or", [wanted.pop(), part])); else wanted.push(part);
      either = false;
    }
  }
  function close() {
    put(loose(run, same));
    run = [];
  }
  for (const [, minus, phrase, plain] of text.replace(/[\u201c\u201d\u201e\u201f]/g, '"').matchAll(/(-?)"([^"]*)"?|([^\s"]+)/g)) {
    if (plain === undefined) {
      close();
      if (minus) unwanted.push(...exact(tokens(phrase))); else put(exact(tokens(phrase)));
    } else if (plain === "OR") {
      close();
      either = true;
    } else if (plain.startsWith("-") && plain.length > 1) {
      close();
      unwanted.push(...loose(tokens(plain), []));
    } else if (plain.endsWith("*") && tokens(plain).length === 1) {
      close();
      put([["start", tokens(plain)[0].word]]);
    } else run.push(...tokens(plain));
  }
  close();
  return { wanted: wanted.slice(0, MOST_PARTS), unwanted: unwanted.slice(0, MOST_PARTS), same: [...new Set(same)] };
};
