"""Addresses with a host: whether they are still there, asked politely and remembered.

``run.uses_of`` takes the addresses that the graph collected, ``run.check`` looks each up in the cache or has it asked,
``findings`` says what came of it. A *probe* is what one address takes, as questions and answers without any input or
output; the *schedule* has them asked, each host at its own pace; *workers* send requests by a *transport*, of which
``http`` is the real one.
"""
