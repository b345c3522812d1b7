"""The archive explorer: a folder of static pages that opens from disk. Entry: `findings_nlp.build_site`."""
