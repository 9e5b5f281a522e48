"""``sphinx-adoc init``: a configuration for what is there."""

import tomllib

import pytest
from sphinx_adoc.cli import main


@pytest.fixture
def init(tmp_path, monkeypatch):
    """Write files and have a configuration written; what it holds."""
    monkeypatch.chdir(tmp_path)

    def init(**names):
        for name, text in names.items():
            path = tmp_path / name.replace("___", "/").replace("__", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        assert main(["init"]) == 0
        return tomllib.loads((tmp_path / "sphinx-adoc.toml").read_text())

    return init


@pytest.mark.parametrize(
    ("files", "written"),
    [
        ({"a__adoc": "= A\n", "docs___b__adoc": "= B\n"}, {"roots": ["."]}),
        ({"docs___b__adoc": "= B\n", "man___c__asc": "= C\n", "src___x__py": ""}, {"roots": ["docs", "man"]}),
        ({"docs___conf__py": "", "docs___sub___b__adoc": "= B\n"}, {"roots": ["docs"]}),
        ({"x___antora__yml": "name: x\n", "x___modules___ROOT___pages___b__adoc": "= B\n"}, {"roots": ["x"]}),
        (
            {"x___antora__yml": "name: x\n", "x___modules___ROOT___pages___b__adoc": "= B\n", "y___c__adoc": "= C\n"},
            {"roots": ["x"]},
        ),
        (
            {
                "y___antora__yml": "name: y\n",
                "x___antora__yml": "name: x\n",
                "x___modules___ROOT___pages___b__adoc": "",
            },
            {"roots": ["x", "y"]},
        ),
        (
            {"docs___b__adoc": "= B\n", "man___c__asc": "= C\n", "notes___d__txt": "no document"},
            {"roots": ["docs", "man"]},
        ),
        ({"docs___conf__py": "", "other___b__adoc": "= B\n"}, {"roots": ["other"]}),
        (
            {"b__adoc": "= B\n", "asciidoc__conf": "[attributes]\na=1\n", "other__conf": "x\n"},
            {"roots": ["."], "attributes-from": ["asciidoc.conf"], "ids": "asciidoc-py"},
        ),
        ({"docs___b__adoc": "= B\n", "node_modules___x___c__adoc": "= C\n"}, {"roots": ["docs"]}),
    ],
)
def test_a_configuration_is_written_for_what_is_there(init, files, written):
    assert init(**files) == written
    assert main(["check"]) == 0


def test_nothing_is_overwritten_and_nothing_is_written_for_nothing(init, tmp_path, capsys):
    assert main(["init"]) == 2
    assert "no document" in capsys.readouterr().err
    init(a__adoc="= A\n")
    assert main(["init"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert main(["init", "--stdout"]) == 0
    assert 'roots = ["."]' in capsys.readouterr().out
