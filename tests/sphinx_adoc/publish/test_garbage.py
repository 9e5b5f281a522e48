"""Python's search for garbage while many pages are built."""

import gc

import pytest
from sphinx_adoc.publish.garbage import MANY

#: Writes, at the end of reading, how many objects were set aside, and how many trees of pages were made and are there.
CONF = """
import gc
from pathlib import Path
from sphinx_adoc.syntax.document import Document

def trees():
    return sum(type(each) is Document for each in gc.get_objects())

before = trees()

def report(app, env):
    aside = gc.get_freeze_count()
    gc.unfreeze()
    Path(app.outdir, "report").write_text(f"{aside} {trees() - before}", "utf-8")
    if aside:
        gc.freeze()

def setup(app):
    app.connect("env-updated", report, priority=900)
"""


@pytest.fixture(autouse=True)
def as_before():
    gc.unfreeze()
    yield
    gc.unfreeze()


def pages(project, count):
    toctree = "\n".join(f"* xref:page{number}.adoc[]" for number in range(count - 1))
    project.conf(CONF).write(index__adoc=f"= Index\n\n[role=toctree]\n{toctree}\n")
    for number in range(count - 1):
        project.write(**{f"page{number}__adoc": f"= Page {number}\n\nSee xref:index.adoc[].footnote:[Here.]\n"})
    return project


def report(project, **options):
    aside, alive = (project.build(**options) / "report").read_text("utf-8").split()
    return int(aside), int(alive)


def test_what_many_pages_need_is_set_aside_and_their_garbage_is_dropped(project):
    gc.collect()
    before = len(gc.get_objects())
    aside, alive = report(pages(project, MANY))
    assert project.warnings == ""
    assert (aside > before, alive) == (True, 0)


def test_few_pages_are_searched_as_ever(project):
    assert report(pages(project, MANY - 1))[0] == 0


def test_the_next_build_gives_back_what_the_last_one_set_aside(project):
    report(pages(project, MANY))
    project.write(page0__adoc="= Another\n")
    assert report(project)[0] == 0
    assert gc.get_freeze_count() == 0


def test_nothing_is_done_where_the_search_is_off(project):
    gc.disable()
    try:
        assert report(pages(project, MANY))[0] == 0
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_processes_that_read_in_parallel_give_the_same_pages(project):
    alone = pages(project, MANY).html("page7")
    assert project.html("page7", parallel=2) == alone
    assert project.warnings == ""


def test_a_build_that_fails_leaves_nothing_to_the_next_one(project):
    pages(project, MANY).conf("def setup(app):\n    app.connect('doctree-read', lambda *_: 1 / 0)\n")
    with pytest.raises(Exception, match="doctree-read"):
        project.build()
    assert gc.get_freeze_count() > 0
    project.source.joinpath("page0.adoc").unlink()
    project.conf().build("text")
    assert gc.get_freeze_count() == 0
