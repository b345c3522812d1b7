"use strict";
/* The archive's data as it is needed: each file under data/ is a script that hands over one value.
   A page opened from disk may not fetch files, but it may load scripts that lie beside it. */
window.archive = (() => {
  const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const VALUE = new Int8Array(128).fill(-1);
  for (let i = 0; i < 64; i++) VALUE[ALPHABET.charCodeAt(i)] = i;
  const waiting = new Map();
  const kept = new Map();

  /* Called by a data file: its name and its value. */
  function take(name, value) {
    const one = waiting.get(name);
    if (one) one(value);
  }

  /* The value of a data file, or null where it is missing or damaged. */
  function load(name) {
    if (!kept.has(name)) {
      kept.set(name, new Promise((done) => {
        waiting.set(name, done);
        const script = document.createElement("script");
        script.src = `data/${name}.js`;
        script.addEventListener("error", () => done(null));
        script.addEventListener("load", () => { script.remove(); done(null); });
        document.head.append(script);
      }));
    }
    return kept.get(name);
  }

  /* Calls `each` with every number of a packed ascending list. */
  function unpack(text, each) {
    let gap = 0;
    let last = -1;
    for (let i = 0; i < text.length; i++) {
      const digit = VALUE[text.charCodeAt(i)];
      gap = gap * 32 + (digit & 31);
      if (digit < 32) {
        last += gap + 1;
        each(last);
        gap = 0;
      }
    }
  }

  /* The numbers of a packed list of numbers. */
  function numbers(text) {
    const out = [];
    let number = 0;
    for (let i = 0; i < text.length; i++) {
      const digit = VALUE[text.charCodeAt(i)];
      number = number * 32 + (digit & 31);
      if (digit < 32) {
        out.push(number);
        number = 0;
      }
    }
    return out;
  }
  return { take, load, unpack, numbers };
})();
