"""Search over findings, recommendations, quotes and services. Entry: `findings_nlp.search`."""
