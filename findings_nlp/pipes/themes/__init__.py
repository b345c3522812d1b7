"""Fourth component: the themes of findings and recommendations, and of any text."""
