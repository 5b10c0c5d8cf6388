"""Which files are found under paths, which are not, and what is said of those."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from off_coroutine.migration.source.files import Tree, without_links
from off_coroutine.options import UsageError


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which is the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_files_are_found_in_order(here: Path) -> None:
    for name in ("b.py", "a.py", "sub/c.py", "sub.py", "data.json"):
        file = here / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(name)
    tree = Tree([Path()])
    assert list(tree.contents) == ["a.py", "b.py", "sub.py", "sub/c.py"]
    assert tree.contents["sub/c.py"] == b"sub/c.py"


@pytest.mark.parametrize(
    "paths",
    [
        ["a.py", "a.py"],
        ["a.py", "."],
        [".", "a.py"],
        ["a.py", "sub/../a.py"],
        [".", "sub/.."],
        ["linked", "."],
        ["HERE", "."],
        ["HERE/a.py", "a.py"],
    ],
)
def test_a_file_is_read_once_by_whatever_paths_it_is_given(here: Path, paths: list[str]) -> None:
    (here / "a.py").write_text("")
    (here / "sub").mkdir()
    (here / "linked").symlink_to(here)
    tree = Tree([Path(path.replace("HERE", str(here))) for path in paths])
    assert len(tree.contents) == 1


def test_hidden_folders_links_and_environments_are_left_out(here: Path) -> None:
    for folder in (".hidden", "__pycache__", "env", "package"):
        (here / folder).mkdir()
        (here / folder / "a.py").write_text("")
    (here / "env" / "pyvenv.cfg").write_text("")
    (here / "link.py").symlink_to("package/a.py")
    tree = Tree([here])
    assert [Path(path).parent.name for path in tree.contents] == ["package"]
    assert list(tree.skipped.values()) == ["it is a symbolic link"]
    assert without_links(tree.skipped) == {}


def test_a_folder_that_is_called_like_a_file_is_a_folder(here: Path) -> None:
    (here / "x.py").mkdir()
    (here / "x.py" / "a.py").write_text("")
    assert list(Tree([Path("x.py")]).contents) == list(Tree([Path()]).contents) == ["x.py/a.py"]


def test_a_pipe_is_not_waited_for(here: Path) -> None:
    os.mkfifo(here / "pipe.py")
    for paths in ([Path("pipe.py")], [Path()]):
        assert Tree(paths).skipped == {"pipe.py": "it is no regular file"}


def test_a_device_is_no_file() -> None:
    assert Tree([Path(os.devnull)]).skipped == {os.devnull: "it is no regular file"}


@pytest.mark.parametrize("name", ["notebook.ipynb", "data.json", "setup.cfg", "module.pyx"])
def test_data_that_parses_as_python_is_no_source(here: Path, name: str) -> None:
    (here / name).write_text("{}")
    suffix = Path(name).suffix
    tree = Tree([Path(name)])
    assert tree.skipped == {name: f"it is no Python source: its name ends with {suffix}"}
    assert tree.contents == {}


@pytest.mark.parametrize("name", ["script", "stub.pyi", "window.pyw", "plan.tac"])
def test_a_file_that_is_named_is_read_whatever_its_name(here: Path, name: str) -> None:
    (here / name).write_text("x = 1\n")
    assert list(Tree([Path(name)]).contents) == [name]


@pytest.mark.parametrize("path", ["missing", "missing/a.py", "file.py/a.py", "a" * 300])
def test_a_path_that_leads_nowhere_is_wrong_usage(here: Path, path: str) -> None:
    (here / "file.py").write_text("")
    with pytest.raises(UsageError, match="there is no"):
        Tree([Path(path)])


def test_a_folder_without_python_is_wrong_usage(here: Path) -> None:
    (here / ".hidden").mkdir()
    (here / ".hidden" / "a.py").write_text("")
    with pytest.raises(UsageError, match="no Python file in"):
        Tree([here])


def test_a_file_that_vanishes_while_the_folder_is_read_is_said(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "a.py").write_text("")
    (here / "b.py").write_text("")
    monkeypatch.setattr(Path, "is_file", lambda file: file.name != "b.py" or not file.unlink())
    tree = Tree([Path()])
    assert list(tree.contents) == ["a.py"]
    assert tree.skipped == {"b.py": "it cannot be read: No such file or directory"}


def test_stubs_are_found_for_who_asks_for_them(here: Path) -> None:
    (here / "m.py").write_text("")
    (here / "m.pyi").write_text("")
    assert list(Tree([here]).contents) == [f"{here}/m.py"]
    assert list(Tree([here], (".py", ".pyi")).contents) == [f"{here}/m.py", f"{here}/m.pyi"]
