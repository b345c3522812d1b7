"use strict";
/* Words that may have been meant by one that no text says: the same rules as retrieval/slips.py. */
archive.distance = function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let earlier = [];
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    [earlier, before, row] = [before, row, [i]];
    for (let j = 1; j <= other.length; j++) {
      let best = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + Number(one[i - 1] !== other[j - 1]));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) best = Math.min(best, earlier[j - 2] + 1);
      row.push(best);
    }
  }
  return Math.min(row[row.length - 1], most + 1);
};

archive.suggestions = function suggestions(word, list, counts) {
  if (word.length < 3) return [];
  const most = word.length < 6 ? 1 : 2;
  const found = [];
  list.forEach((other, i) => {
    if (other === word || !/^[a-z]+$/.test(other)) return;
    const far = other.startsWith(word) ? 1 : archive.distance(word, other, most);
    if (far <= most) found.push([far, -counts[i], other]);
  });
  found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1));
  return found.slice(0, 3).map(([, , other]) => other);
};

/* The words of a query that were typed: of what stands for several, the first way. */
archive.typedWords = function typedWords(parts) {
  return parts.flatMap(([kind, ...inner]) => {
    if (kind === "or" && inner.some(([one]) => one === "same")) return [];
    if (kind === "or") return typedWords(inner.slice(0, 1));
    if (kind === "and") return typedWords(inner);
    return kind === "stem" || kind === "exact" ? inner : [];
  });
};
