"""Reports to look at: marked PDFs, pages for a browser, and the look that they share."""
