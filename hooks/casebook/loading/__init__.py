"""From files to records: `load.load` is the one door."""
