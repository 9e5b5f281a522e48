"""What a patch does to a set of documents.

    mail        a mail, a mailbox or a patch file -> patches
    git         what is asked of a repository; nothing in it is changed
    sides       the documents before and after, as two folders
    reading     the pages as words, block by block, and how these words change
    stated      the claims of the documents, and what became of them
    compare     all of it, as one value
    report      that value as text for a reply, as JSON
    page        as a page with both sides beside each other
"""
