"""Fifth component: the findings that are the reasons for each recommendation."""
