"""Git in a closed environment: nothing that a repository, a user's configuration or the environment names is run, and
every ordinary form of a repository can be read.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from sphinx_adoc import cli
from sphinx_adoc.review.input import git as questions
from sphinx_adoc.review.input.contents import CommitContents
from sphinx_adoc.review.input.folder import fill
from sphinx_adoc.review.input.repository import GitError, open_repository

BEFORE, AFTER = "= T\n\n[[lamp]]\n== Lamp\n", "= T\n\n== Lamp\n"
PATCH = """\
From: a@b
Subject: [PATCH] x

---
--- a/a.adoc
+++ b/a.adoc
@@ -1,4 +1,3 @@
 = T
 
-[[lamp]]
 == Lamp
"""  # noqa: W293 - a patch has blanks at its ends of lines


def git(folder, *words, **environment):
    identity = ["-c", "user.name=n", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
    safe = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull} | environment
    return subprocess.run(
        ["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True, env=safe
    ).stdout


@pytest.fixture
def repository(tmp_path):
    """Two commits: the second takes an anchor away that another page refers to."""
    made = tmp_path / "repository"
    made.mkdir()
    git(made, "init", "-q", "-b", "main")
    commit(made, "one", {"a.adoc": BEFORE, "b.adoc": "= B\n\n<<a.adoc#lamp>>\n"})
    commit(made, "two", {"a.adoc": AFTER})
    return made


def commit(folder, subject, files):
    for name, text in files.items():
        (folder / name).write_text(text)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", subject)


def review(capfd, *words):
    code = cli.main(["review", *map(str, words)])
    said = capfd.readouterr()
    return code, said.out, said.err


# -- what a repository names is not run --------------------------------------------------------------------------------


@pytest.fixture
def evil(tmp_path):
    """A program that leaves a trace when it is run."""
    program = tmp_path / "evil"
    program.write_text(f'#!/bin/sh\necho "$0 $*" >>{tmp_path}/ran\ncat\nexit 1\n')
    program.chmod(0o755)
    yield program
    assert not (tmp_path / "ran").exists(), (tmp_path / "ran").read_text()


PROGRAMS = {
    "alias.cat-file": "!{}", "alias.log": "!{}", "alias.rev-list": "!{}", "core.alternateRefsCommand": "{}",
    "core.askPass": "{}", "core.editor": "{}", "core.fsmonitor": "{}", "core.gitProxy": "{}", "core.pager": "{}",
    "core.sshCommand": "{}", "credential.helper": "{}", "diff.external": "{}", "diff.evil.command": "{}",
    "diff.evil.textconv": "{}", "diff.evil.xfuncname": ".*", "filter.evil.clean": "{}", "filter.evil.process": "{}",
    "filter.evil.smudge": "{}", "filter.evil.required": "true", "gc.auto": "1", "gpg.program": "{}",
    "gpg.openpgp.program": "{}", "gpg.ssh.program": "{}", "gpg.x509.program": "{}", "interactive.diffFilter": "{}",
    "log.showSignature": "true", "maintenance.auto": "true", "merge.evil.driver": "{}",
    "merge.verifySignatures": "true",
    "notes.rewriteRef": "refs/notes/*", "pager.cat-file": "{}", "pager.diff-tree": "{}", "pager.log": "{}",
    "pager.ls-files": "{}", "protocol.allow": "always", "protocol.ext.allow": "always", "sequence.editor": "{}",
    "submodule.recurse": "true", "trailer.x.command": "{}", "uploadpack.packObjectsHook": "{}",
}  # fmt: skip
HOOKS = ("applypatch-msg", "fsmonitor-watchman", "post-checkout", "post-index-change", "pre-applypatch",
         "reference-transaction")  # fmt: skip


def write_configuration(path, evil):
    sections = []
    for name, value in PROGRAMS.items():
        section, _, key = name.rpartition(".")
        head, dot, inner = section.partition(".")
        quoted = f'{head} "{inner}"' if dot else head
        sections.append(f'[{quoted}]\n\t{key} = "{value.format(evil)}"\n')
    path.write_text("".join(sections))


WAYS = {
    "range": lambda repository: ["HEAD~1..HEAD"],
    "commit": lambda repository: ["main"],
    "patch on the working tree": lambda repository: [patch(repository)],
    "patch on a base": lambda repository: [patch(repository), "--base", "HEAD~1"],
    "patch by blob ids": lambda repository: [patch(repository, blobs=True)],
}


def patch(repository, blobs=False):
    path = repository.parent / "x.patch"
    path.write_text(git(repository, "format-patch", "-1", "--stdout", "HEAD") if blobs else PATCH)
    if not blobs:
        (repository / "a.adoc").write_text(BEFORE)
    return path


@pytest.mark.attack(
    "programs in the configuration of the repository, a checkout, the user, or the environment, and hooks",
    surface="repository that review looks at",
    outcome="none is run",
)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("where", ["repository", "worktree", "included", "user", "environment"])
def test_no_program_that_a_configuration_names_is_run(repository, evil, capfd, monkeypatch, tmp_path, where, way):
    words = WAYS[way](repository)
    (repository / ".gitattributes").write_text("* filter=evil diff=evil merge=evil\n")
    write_configuration(tmp_path / "config", evil)
    ours = (repository / ".git" / "config").read_text()
    if where == "repository":
        (repository / ".git" / "config").write_text(ours + (tmp_path / "config").read_text())
    elif where == "worktree":
        git(repository, "config", "extensions.worktreeConfig", "true")
        (repository / ".git" / "config.worktree").write_text((tmp_path / "config").read_text())
    elif where == "included":
        (repository / ".git" / "config").write_text(f"{ours}[include]\n\tpath = {tmp_path / 'config'}\n")
    elif where == "user":
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
        shutil.copy(tmp_path / "config", tmp_path / ".gitconfig")
    else:
        in_environment(monkeypatch, evil)
    for name in HOOKS:
        hook = repository / ".git" / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        shutil.copy(evil, hook)
    code, out, _ = review(capfd, *words, "--repo", repository)
    assert code == 1
    assert "lamp" in out


def in_environment(monkeypatch, evil):
    for name in ("GIT_SSH", "GIT_SSH_COMMAND", "GIT_EXTERNAL_DIFF", "GIT_PAGER", "PAGER", "GIT_EDITOR", "GIT_ASKPASS"):
        monkeypatch.setenv(name, str(evil))
    monkeypatch.setenv("GIT_PROXY_COMMAND", str(evil))
    monkeypatch.setenv("GIT_CONFIG_COUNT", str(len(PROGRAMS)))
    for number, (name, value) in enumerate(PROGRAMS.items()):
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", name)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", value.format(evil))
    monkeypatch.setenv("GIT_TRACE", str(evil.parent / "ran"))  # a file that git would write
    monkeypatch.setenv("GIT_TRACE2_EVENT", str(evil.parent / "ran"))
    monkeypatch.setenv("GIT_DIR", str(evil.parent / "elsewhere"))


@pytest.mark.attack(
    "a partial clone whose remote is a program or a host",
    surface="repository that review looks at",
    outcome="nothing is fetched; an error says so",
)
@pytest.mark.parametrize(
    "remote",
    [
        {"url": "ext::{} ext"},
        {"url": "ssh://h/x"},
        {"url": "{repository}", "uploadpack": "{}"},
        {"url": "file://{repository}", "uploadpack": "{}"},
        {"url": "git://127.0.0.1:1/x", "proxy": "{}"},
        {"url": "https://127.0.0.1:1/x"},
        {"vcs": "evil", "url": "x"},
    ],
)
def test_what_a_partial_clone_lacks_is_not_fetched(repository, evil, capfd, monkeypatch, remote):
    monkeypatch.setenv("PATH", f"{evil.parent}{os.pathsep}{os.environ['PATH']}")
    shutil.copy(evil, evil.parent / "git-remote-evil")
    name = git(repository, "rev-parse", "HEAD:a.adoc").strip()
    (repository / ".git" / "objects" / name[:2] / name[2:]).unlink()
    for key, value in {
        "core.repositoryformatversion": "1", "extensions.partialClone": "e", "remote.e.promisor": "true",
        "remote.e.partialclonefilter": "blob:none", "protocol.ext.allow": "always", "core.sshCommand": str(evil),
        "core.gitProxy": str(evil),
    }.items():  # fmt: skip
        git(repository, "config", key, value)
    for key, value in remote.items():
        git(repository, "config", f"remote.e.{key}", value.format(evil, repository=repository))
    code, out, said = review(capfd, "HEAD~1..HEAD", "--repo", repository)
    assert (code, out) == (2, "")
    assert "partial clone" in said
    assert "is not fetched" in said


@pytest.mark.attack(
    "a signed commit and a program that verifies it", surface="repository that review looks at", outcome="not run"
)
def test_a_signature_is_not_verified(repository, evil, capfd):
    tree = git(repository, "rev-parse", "HEAD^{tree}").strip()
    parent = git(repository, "rev-parse", "HEAD~1").strip()
    signed = (
        f"tree {tree}\nparent {parent}\nauthor a <a@b> 1700000000 +0000\ncommitter a <a@b> 1700000000 +0000\n"
        "gpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ\n -----END PGP SIGNATURE-----\n\nsigned\n"
    )
    (repository.parent / "commit").write_text(signed)
    name = git(repository, "hash-object", "-t", "commit", "-w", str(repository.parent / "commit")).strip()
    git(repository, "reset", "-q", "--hard", name)
    write_configuration(repository.parent / "config", evil)
    (repository / ".git" / "config").write_text(
        (repository / ".git" / "config").read_text() + (repository.parent / "config").read_text()
    )
    assert review(capfd, "HEAD~1..HEAD", "--repo", repository)[0] == 1


@pytest.mark.attack("a program called git in the tree", surface="repository that review looks at", outcome="not run")
def test_a_program_called_git_beside_the_documents_is_not_run(repository, evil, capfd, monkeypatch):
    shutil.copy(evil, repository / "git")
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(repository)
    assert review(capfd, "HEAD~1..HEAD")[0] == 1


@pytest.mark.attack(
    "a broken git directory in a folder of documents", surface="repository that review looks at", outcome="not entered"
)
def test_a_repository_inside_a_folder_of_documents_is_not_entered(repository, evil, capfd, tmp_path):
    """The folder is in no repository by itself; a patch is applied in a copy of it."""
    folder = tmp_path / "folder"
    inner = folder / ".git"
    shutil.copytree(repository / ".git", inner)
    write_configuration(tmp_path / "config", evil)
    shutil.copy(tmp_path / "config", inner / "config")
    (inner / "HEAD").unlink()
    (folder / "a.adoc").write_text(BEFORE)
    code, _, said = review(capfd, patch(repository), "--repo", folder)
    assert code in (0, 1), said


@pytest.mark.attack("core.worktree that leads elsewhere", surface="repository that review looks at", outcome="not read")
def test_another_working_tree_that_the_configuration_names_is_not_read(repository, capfd, tmp_path):
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "a.adoc").write_text(BEFORE + "\nsecret words\n\n<<gone>>\n")
    words = patch(repository)
    git(repository, "config", "core.worktree", str(secret))
    code, out, said = review(capfd, words, "--repo", repository)
    assert (code, "secret" in out + said) == (1, False)


# -- what a repository claims to hold ----------------------------------------------------------------------------------


@pytest.mark.attack("replacements and grafts", surface="repository that review looks at", outcome="do not count")
def test_replacements_and_grafts_do_not_count(repository, capfd):
    plain = review(capfd, "HEAD~1..HEAD", "--repo", repository)
    git(repository, "replace", "HEAD:a.adoc", git(repository, "rev-parse", "HEAD:b.adoc").strip())
    (repository / ".git" / "info").mkdir(exist_ok=True)
    (repository / ".git" / "info" / "grafts").write_text(git(repository, "rev-parse", "HEAD"))
    assert review(capfd, "HEAD~1..HEAD", "--repo", repository) == plain


@pytest.mark.attack("a pipe in place of a file of git", surface="repository that review looks at", outcome="left out")
@pytest.mark.parametrize("name", ["HEAD", "packed-refs", "index", "refs/heads/other", "logs/HEAD", "commondir"])
def test_a_pipe_in_a_repository_keeps_nobody_waiting(repository, capfd, name):
    path = repository / ".git" / name
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    main = git_directory_commit(repository)
    assert review(capfd, f"{main}~1..{main}", "--repo", repository)[0] in (1, 2)
    assert review(capfd, patch_only(repository), "--repo", repository)[0] in (0, 1, 2)


def git_directory_commit(repository):
    return (repository / ".git" / "refs" / "heads" / "main").read_text().strip()


def patch_only(repository):
    path = repository.parent / "x.patch"
    path.write_text(PATCH)
    return path


@pytest.mark.attack("a link in place of a reference", surface="repository that review looks at", outcome="not followed")
def test_a_link_in_place_of_a_reference_is_not_followed(repository, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text(git(repository, "rev-parse", "HEAD"))
    (repository / ".git" / "refs" / "heads" / "linked").symlink_to(secret)
    result = open_repository(repository)
    with pytest.raises(GitError, match="names no commit"):
        questions.commit(result, "linked")


@pytest.mark.attack(
    "an extension that is not known", surface="repository that review looks at", outcome="refused by name"
)
def test_an_extension_that_is_not_known_is_refused(repository, capfd):
    config = repository / ".git" / "config"
    config.write_text(config.read_text() + "[extensions]\n\tnovel = yes\n")
    code, _, said = review(capfd, "HEAD~1..HEAD", "--repo", repository)
    assert code == 2
    assert "extension 'novel'" in said


@pytest.mark.attack("a path with .. in a tree", surface="repository that review looks at", outcome="leads nowhere")
def test_a_path_that_leads_out_of_a_tree_leads_nowhere(repository, capfd, tmp_path):
    blob = git(repository, "rev-parse", "HEAD:a.adoc").strip()
    entry = b"100644 ..\0" + bytes.fromhex(blob)
    (tmp_path / "tree").write_bytes(entry)
    tree = git(repository, "hash-object", "-t", "tree", "--literally", "-w", str(tmp_path / "tree")).strip()
    name = git(repository, "commit-tree", tree, "-p", "HEAD", "-m", "out").strip()
    assert review(capfd, f"HEAD..{name}", "--repo", repository)[0] in (1, 2)
    with pytest.raises(GitError, match="leads out of the repository"):
        fill(tmp_path / "copies", CommitContents(open_repository(repository), name), [".."])


@pytest.mark.attack(
    "a file of half a gigabyte that takes a kilobyte", surface="repository that review looks at", outcome="not read"
)
def test_a_huge_file_is_not_read(repository, capfd):
    with (repository / "huge.bin").open("wb") as file:
        file.truncate(600_000_000)
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "huge")
    assert review(capfd, "HEAD~2..HEAD", "--repo", repository)[0] == 1


# -- every form of a repository is read --------------------------------------------------------------------------------


def checkout(repository, tmp_path):
    git(repository, "worktree", "add", "-q", str(tmp_path / "other"), "main~0", "--detach")
    return tmp_path / "other"


def shallow(repository, tmp_path):
    git(tmp_path, "clone", "-q", "--depth", "2", f"file://{repository}", "other")
    return tmp_path / "other"


def shared_objects(repository, tmp_path):
    git(tmp_path, "clone", "-q", "--shared", str(repository), "other")
    return tmp_path / "other"


def packed(repository, tmp_path):
    git(repository, "gc", "-q")
    git(repository, "pack-refs", "--all")
    return repository


def detached(repository, tmp_path):
    git(repository, "checkout", "-q", "--detach")
    return repository


def submodule(repository, tmp_path):
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "-q")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(repository), "inner")
    return outer / "inner"


def inner_folder(repository, tmp_path):
    (repository / "inner").mkdir()
    return repository / "inner"


def linked_head(repository, tmp_path):
    (repository / ".git" / "HEAD").unlink()
    (repository / ".git" / "HEAD").symlink_to("refs/heads/main")
    return repository


def strange_name(repository, tmp_path):
    return Path(shutil.move(repository, tmp_path / 'a "quoted\\" #näme'))


FORMS = (
    checkout, shallow, shared_objects, packed, detached, submodule, inner_folder, linked_head, strange_name
)  # fmt: skip


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_every_form_of_a_repository_is_read(repository, tmp_path, capfd, form):
    expected = review(capfd, "HEAD~1..HEAD", "--repo", repository)
    assert expected[0] == 1
    assert review(capfd, "HEAD~1..HEAD", "--repo", form(repository, tmp_path)) == expected


def linked_folder(repository, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / ".git").symlink_to(repository / ".git")
    return other


def linked_objects(repository, tmp_path):
    objects = Path(shutil.move(repository / ".git" / "objects", tmp_path / "objects"))
    (repository / ".git" / "objects").symlink_to(objects)
    return repository


def linked_pack(repository, tmp_path):
    git(repository, "gc", "-q")
    for path in sorted((repository / ".git" / "objects" / "pack").iterdir()):
        path.rename(tmp_path / path.name)
        path.symlink_to(tmp_path / path.name)
    return repository


def linked_index(repository, tmp_path):
    (repository / ".git" / "index").rename(tmp_path / "index")
    (repository / ".git" / "index").symlink_to(tmp_path / "index")
    return repository


LEADING_OUT = (checkout, shared_objects, submodule, linked_folder, linked_objects, linked_pack, linked_index)
PATCH_ON = ("HEAD~1..HEAD", "patch")


@pytest.mark.parametrize("words", PATCH_ON)
@pytest.mark.parametrize("form", LEADING_OUT, ids=lambda form: form.__name__)
def test_the_repository_of_a_stranger_keeps_all_in_its_own_folder(repository, tmp_path, capfd, form, words):
    if words == "patch":
        words = tmp_path / "x.patch"
        words.write_text(PATCH)
    made = form(repository, tmp_path)
    code, out = review(capfd, "--untrusted", words, "--repo", made)[:2]
    assert (code, out) == (2, "")
    with pytest.raises(GitError, match="the repository of a stranger may not"):
        open_repository(made, stranger=True)


@pytest.mark.parametrize("form", [f for f in FORMS if f not in LEADING_OUT], ids=lambda form: form.__name__)
def test_other_repositories_of_strangers_are_read(repository, tmp_path, capfd, form):
    expected = review(capfd, "HEAD~1..HEAD", "--repo", repository)
    assert review(capfd, "--untrusted", "HEAD~1..HEAD", "--repo", form(repository, tmp_path)) == expected


def test_longer_names_of_objects_are_read(tmp_path, capfd):
    made = tmp_path / "repository"
    made.mkdir()
    git(made, "init", "-q", "--object-format=sha256")
    commit(made, "one", {"a.adoc": BEFORE, "b.adoc": "= B\n\n<<a.adoc#lamp>>\n"})
    commit(made, "two", {"a.adoc": AFTER})
    assert review(capfd, "HEAD~1..HEAD", "--repo", made)[0] == 1
    assert review(capfd, patch(made, blobs=True), "--repo", made)[0] == 1


@pytest.mark.parametrize("name", ["HEAD@{0}", "main@{0}", "v1", "refs/heads/main", "ORIG_HEAD"])
def test_commits_are_named_as_git_names_them(repository, capfd, name):
    git(repository, "tag", "-a", "-m", "x", "v1")
    git(repository, "update-ref", "ORIG_HEAD", "HEAD")
    expected = review(capfd, "HEAD~1..HEAD", "--repo", repository)
    assert review(capfd, f"{name}~1..{name}", "--repo", repository) == expected


def test_ignored_files_of_the_working_tree_are_left_out(repository):
    (repository / ".gitignore").write_text("ignored.adoc\n")
    (repository / ".git" / "info").mkdir(exist_ok=True)
    (repository / ".git" / "info" / "exclude").write_text("excluded.adoc\n")
    for name in ("ignored.adoc", "excluded.adoc", "new.adoc"):
        (repository / name).write_text("= N\n")
    result = open_repository(repository)
    assert questions.tracked(result) == [".gitignore", "a.adoc", "b.adoc", "new.adoc"]


def test_what_git_is_given_goes_with_the_repository(repository):
    result = open_repository(repository)
    store = result.store
    assert store.is_dir()
    del result
    assert not store.exists()
