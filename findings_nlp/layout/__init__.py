"""From lines on pages to blocks in reading order: furniture, columns, tables, boxes, lists, paragraphs."""
