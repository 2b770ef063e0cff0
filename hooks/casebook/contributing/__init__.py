"""From people to files: the blank page, the editor's schema, the issue form and its import, the withdrawal."""
