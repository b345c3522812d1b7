"use strict";
/* Words of a text as the index knows them: the same rules as site/words.py. */
archive.words = function words(text, stop) {
  const plain = text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/['\u2019]/g, "");
  return (plain.match(/[a-z0-9]+/g) || []).filter((word) => !stop.has(word));
};

/* Parts of a text for display, those that a word of the query begins marked. Words are runs of letters, digits and
   apostrophes, so that what is marked is what the index matched. */
archive.marked = function marked(text, query, stop) {
  const parts = [];
  let last = 0;
  for (const found of text.matchAll(/[\p{L}\p{N}\p{M}'\u2019]+/gu)) {
    const own = archive.words(found[0], stop);
    if (!own.some((word) => query.some((start) => word.startsWith(start)))) continue;
    parts.push([text.slice(last, found.index), false], [found[0], true]);
    last = found.index + found[0].length;
  }
  parts.push([text.slice(last), false]);
  return parts.filter(([part]) => part);
};

/* Characters that would turn or hide what follows are shown as a replacement character, as on every page. */
archive.visible = function visible(text) {
  return String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, "\ufffd");
};
