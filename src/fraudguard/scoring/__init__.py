"""From events to decisions: windows, sequences, points, levels and tickets."""
