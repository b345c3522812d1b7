"use strict";
/* From the parts of a query to marks: for each text of the archive 1 where it answers. */
archive.answerer = function answerer(facts, total) {
  const shards = new Set(facts.shards);
  const stems = new Map();

  async function shard(folder, word) {
    const name = word.slice(0, 2);
    return shards.has(name) ? archive.load(`${folder}/${name}`) : [[], []];
  }

  /* Places in a shard of the words that `wanted` stands for. */
  async function alike(folder, wanted, stemmed) {
    const [list, packed] = await shard(folder, wanted);
    if (!stemmed) return [list.indexOf(wanted)].filter((i) => i >= 0).map((i) => packed[i]);
    const name = `${folder}/${wanted.slice(0, 2)}`;
    if (!stems.has(name)) stems.set(name, list.map(archive.stem));
    const stem = archive.stem(wanted);
    return stems.get(name).flatMap((one, i) => (one === stem ? [packed[i]] : []));
  }

  /* Calls `each` with number and place of a word in each text that says it. */
  function walk(text, each) {
    const numbers = archive.numbers(text);
    let number = -1;
    for (let i = 0; i < numbers.length;) {
      number += numbers[i++] + 1;
      let place = -1;
      for (let left = numbers[i++] + 1; left > 0; left--) each(number, place += numbers[i++] + 1);
    }
  }

  /* Words one after the other: the place of the first stands for all. */
  async function phrase(words, stemmed, marks) {
    const found = await Promise.all(words.map((word) => alike("places", word, stemmed)));
    const order = found.map((packed, i) => ({ i, packed, size: packed.join("").length })).sort((a, b) => a.size - b.size);
    let keys = null;
    for (const { i, packed } of order) {
      const next = new Set();
      for (const text of packed) {
        walk(text, (number, place) => {
          const key = number * 65536 + place - i;
          if (place >= i && place < 65536 && (!keys || keys.has(key))) next.add(key);
        });
      }
      keys = next;
    }
    for (const key of keys) marks[Math.floor(key / 65536)] = 1;
  }

  async function leaf(kind, inner, marks) {
    const set = (number) => { marks[number] = 1; };
    if (kind === "same") archive.unpack(await archive.load(`same/${inner[0]}`), set);
    else if (kind === "start") {
      for (const name of facts.shards.filter((one) => one.startsWith(inner[0].slice(0, 2)))) {
        const [list, packed] = await archive.load(`places/${name}`);
        list.forEach((word, i) => { if (word.startsWith(inner[0])) walk(packed[i], set); });
      }
    } else if (inner.length > 1 || facts.stop.includes(inner[0])) await phrase(inner, kind === "stem", marks);
    else for (const text of await alike("terms", inner[0], kind === "stem")) archive.unpack(text, set);
  }

  async function answer(part) {
    const [kind, ...inner] = part;
    const marks = new Uint8Array(total);
    if (kind !== "and" && kind !== "or") {
      await leaf(kind, inner, marks);
      return marks;
    }
    const found = await Promise.all(inner.map(answer));
    const needed = kind === "and" ? found.length : 1;
    for (let i = 0; i < total; i++) {
      let count = 0;
      for (const one of found) count += one[i];
      marks[i] = Number(count >= needed);
    }
    return marks;
  }

  /* Whether anything says a word in any form. */
  const said = async (word) => (await alike("places", word, true)).length > 0;
  return { answer, said };
};
