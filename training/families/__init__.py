"""Where the colour families lie: fitted on labelled photographs and on the table of names."""
