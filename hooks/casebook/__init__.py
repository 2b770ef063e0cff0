"""The casebook: YAML case studies in, linked and checked pages out. Knows nothing of the site generator around it.

Three rooms are shared by all (`problem`, `model`, `prose`); `loading` goes from files to records, `showing` from
records to pages.
"""
