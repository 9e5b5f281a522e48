"""What a patch does to a set of documents.

input       mails, mailboxes, patch files and ranges of commits -> two states of the documents, and the steps between
states      the documents of a state, read: pages piece by piece, claims, findings
fates       what became of each piece, reference, anchor, claim and finding between two states
model       the review as one value
review      all of it, in order
output      as text for a reply, as JSON, as a page with both sides beside each other
"""
