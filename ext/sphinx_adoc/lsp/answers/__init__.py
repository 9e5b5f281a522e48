"""The answers of the language server: a module for each feature, with functions from a view and a place to the answer.

They know lsprotocol's types, and nothing of pygls, threads or the connection.
"""
