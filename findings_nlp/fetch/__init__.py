"""The reports' files from their site, politely and only when asked: how pages look (`site.toml`), pages, crawl, client, store, manifest, run."""
