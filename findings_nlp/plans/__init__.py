"""Action plans: what services answered to recommendations, read from tables of PDF, DOCX, XLSX and CSV files."""
