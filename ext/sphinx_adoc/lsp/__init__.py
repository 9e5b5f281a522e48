"""The language server: what an editor is told about the documents of a project, open or not.

state        the projects that are open: documents, read again as they change, and their findings
answers      a module for each feature: completion, hover, rename, ...
worker       the thread that reads documents: of several requests to do so the last one counts
since        what is gone since a commit
server       the connection: receives changes and requests, publishes diagnostics
features     which request is answered by which module of ``answers``
"""
