"use strict";
/* The stem of a word by Porter's rules, as SQLite's full-text search has them; a test compares the two. */
archive.stem = (() => {
  const pairs = (text) => text.split(" ").map((pair) => pair.split(">")).sort((a, b) => b[0].length - a[0].length);
  const SECOND = pairs("ational>ate tional>tion enci>ence anci>ance izer>ize logi>log bli>ble alli>al entli>ent eli>e ousli>ous ization>ize ation>ate ator>ate alism>al iveness>ive fulness>ful ousness>ous aliti>al iviti>ive biliti>ble");
  const THIRD = pairs("icate>ic ative> alize>al iciti>ic ical>ic ful> ness>");
  const FOURTH = pairs("al> ance> ence> er> ic> able> ible> ant> ement> ment> ent> ion> ou> ism> ate> iti> ous> ive> ize>");

  // an ending is less than the whole word
  const ends = (word, end) => word.length > end.length && word.endsWith(end);
  const vowel = (word, i) => "aeiou".includes(word[i]) || (word[i] === "y" && i > 0 && !vowel(word, i - 1));
  const hasVowel = (word) => [...word].some((_, i) => vowel(word, i));
  /* How often a vowel is followed by a consonant. */
  function measure(word) {
    let count = 0;
    for (let i = 1; i < word.length; i++) if (vowel(word, i - 1) && !vowel(word, i)) count++;
    return count;
  }
  const short = (word) => {
    const n = word.length;
    return n > 2 && !vowel(word, n - 1) && vowel(word, n - 2) && !vowel(word, n - 3) && !"wxy".includes(word[n - 1]);
  };
  function replaced(word, rules, least, fits = () => true) {
    const rule = rules.find(([end]) => ends(word, end));
    if (!rule) return word;
    const left = word.slice(0, word.length - rule[0].length);
    return measure(left) >= least && fits(left, rule[0]) ? left + rule[1] : word;
  }
  function past(word) {
    if (ends(word, "eed")) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
    const end = ["ed", "ing"].find((one) => ends(word, one));
    if (!end || !hasVowel(word.slice(0, -end.length))) return word;
    const left = word.slice(0, -end.length);
    if (/(?:at|bl|iz)$/.test(left)) return `${left}e`;
    const last = left.length - 1;
    if (left[last] === left[last - 1] && !vowel(left, last) && !"lsz".includes(left[last])) return left.slice(0, -1);
    return measure(left) === 1 && short(left) ? `${left}e` : left;
  }
  return function stem(given) {
    if (given.length < 3) return given;
    let word = given;
    if (/.(?:ss|i)es$/.test(word)) word = word.slice(0, -2);
    else if (/[^s]s$/.test(word)) word = word.slice(0, -1);
    word = past(word);
    if (word.endsWith("y") && hasVowel(word.slice(0, -1))) word = `${word.slice(0, -1)}i`;
    word = replaced(word, SECOND, 1);
    word = replaced(word, THIRD, 1);
    word = replaced(word, FOURTH, 2, (left, end) => end !== "ion" || /[st]$/.test(left));
    if (word.endsWith("e")) {
      const left = word.slice(0, -1);
      if (measure(left) > 1 || (measure(left) === 1 && !short(left))) word = left;
    }
    return word.endsWith("ll") && measure(word.slice(0, -1)) > 1 ? word.slice(0, -1) : word;
  };
})();
