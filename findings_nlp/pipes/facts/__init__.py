"""Third component: ratings, score, key questions, dates and the other facts of a report."""
