"""The state of the projects that an editor has open: their documents as they are now, and what is wrong with them.

positions    lines and columns as editors count them, and as places do
buffers      the text of open documents, as their changes come in
overlay      the file system of the machine with the open documents above it
collecting, details   what is kept of a document beside its summary: sections, attributes, includes
readings, fragments   documents, each read again only when a file that it was made of has changed
scopes       which project a file belongs to, with its settings
live         a project that follows its open documents: only what a change affects is read and resolved again
view         the state of a project at one moment: findings, index, details
session      all projects of an editor
diagnostics  their findings, as editors take them
"""
