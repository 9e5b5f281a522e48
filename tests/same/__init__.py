"""What two revisions of this project say, compared: every command over many documents, and the lines that differ.

``python3 dev.py same REV`` runs it: the checkout as it stands beside the revision REV. It is no test, since a change
may mean to change something; it shows what a change of many files did change.

:mod:`.plan` lists the commands, :mod:`.worker` runs them in one process a revision, :mod:`.differences` compares.
"""
