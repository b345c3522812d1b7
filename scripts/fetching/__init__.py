"""Parts of `scripts/fetch_archive.py`: site (what pages look like), pages, crawl, client (manners), store (files), manifest."""
