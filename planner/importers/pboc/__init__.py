"""The brief credit report (简版) of the People's Bank's bureau: from text, HTML or PDF (``source``), then ``reader``.

Nothing is read by its place on the page. Lines are folded and joined, so that a sentence may break anywhere; a sentence
is understood as a whole or not at all. Its forms are those that public readers of this report and their tests print
(2016–2026); they stand in the modules beside this one, each with what it reads.
"""
