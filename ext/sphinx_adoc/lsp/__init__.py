"""The language server: what an editor is told about the documents of a project, open or not.

positions    lines and columns as editors count them, and as places do
buffers      the text of open documents, as their changes come in
overlay      the file system of the machine with the open documents above it
readings     documents, each read again only when a file that it was made of has changed
details      what is kept of a document beside its summary: sections, attributes, includes
projects     which project a file belongs to, its settings, and what is wrong with its configuration
live         a project that follows its open documents: only what a change touches is read and resolved again
view         the state of a project at one moment: findings, index, details
worker       the thread that reads documents: of several requests to do so the last one counts
diagnostics, actions, outline, folding, ...   a feature each: from a view and a position to the answer
server       the edge to the protocol

The features know lsprotocol's types, and nothing of pygls, threads or the connection.
"""
