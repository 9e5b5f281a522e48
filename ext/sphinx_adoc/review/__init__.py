"""What a patch does to a set of documents.

mail        a mail, a mailbox or a patch file -> patches
git         what is asked of a repository; nothing in it is changed
folder      folders of copies, and what was changed in them
steps       the patches of a series, one by one
sides       the documents before and after, as two folders
states      the documents in one state after another; nothing is read twice
reading     the pages as words, block by block, and how these words change
stated      the claims of the documents, and what became of them
breakage    what is wrong in one state and was not in another
series      since which patch, and what is broken only between two
compare     all of it, as one value
versions    beside an earlier version
model       that value
short       with the paths that a reader knows
report      as text for a reply, as JSON
page        as a page with both sides beside each other
"""
