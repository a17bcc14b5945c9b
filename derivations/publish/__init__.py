"""From entries to pages: Markdown by Jinja, MathML, citations, and the site by MkDocs."""
