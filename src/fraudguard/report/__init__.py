"""The one place that draws: self-contained HTML pages, charts and tables from plain data."""
