"""Contest files: stages, teams and entrants in one YAML or CSV text, read into a plan with the line of everything."""
