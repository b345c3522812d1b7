"""The only package that imports selectolax: `reader` reads a report that is published as a web page into the same blocks as a PDF's."""
