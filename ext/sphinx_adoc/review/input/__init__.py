"""What is reviewed: from a mail, a mailbox, a patch file or a range of commits to two states of the documents."""
