"use strict";
/* Rows as CSV for a spreadsheet: text that it would run as a formula gets an apostrophe before it (as export.py does). */
archive.csv = function csv(rows) {
  const columns = ["kind", "report", "service", "family", "region", "published", "standard", "polarity", "addressee", "themes", "section", "page", "id", "text"];
  const cell = (value) => {
    let text = value === null || value === undefined ? "" : String(value);
    if (/^[=+\-@\t\r]/.test(text.replace(/^\s+/, "")) || /^[\t\r]/.test(text)) text = `'${text}`;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = rows.map((row) => {
    const flat = { ...row, themes: row.themes.map((theme) => theme[0]).join(" ") };
    return columns.map((column) => cell(flat[column])).join(",");
  });
  // the mark at the start tells spreadsheets that the file is UTF-8
  return `\ufeff${[columns.join(","), ...lines].join("\r\n")}\r\n`;
};
