"""kg.toml and kg config: what holds, from where, and what is refused. The pipeline is a fake."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cli import app
from kg.cli.config import lines_of, without_secrets
from kg.cli.kg_toml import SettingsError, find_file, read_settings
from kg.cli.settings import SHARED, settable
from tests.cli import MEETING, OTHER, built, built_once, cli, kg, write

__all__ = ["built", "built_once", "cli"]

EVERY = [(name, option) for name, command in app.commands.items() for option in settable(command)]


@pytest.fixture
def build_with(cli, monkeypatch):
    """Runs kg build with arguments; gives what the Python function would be called with."""

    class Called(Exception):
        """Carries the arguments out."""

    def build_graph(sources, **options):
        raise Called({"sources": sources, **options})

    def run_build(*args):
        try:
            app.main(["build", *args], standalone_mode=False)
        except Called as called:
            return called.args[0]
        raise AssertionError("not called")

    monkeypatch.setattr("kg.builder.build_graph", build_graph)
    return run_build


def toml(folder, text, name="kg.toml"):
    """A file with settings."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def rows(cli, *args):
    """What kg config says, by command and option."""
    status, out, _ = cli("config", "--format", "json", *args)
    assert 0 == status
    return {(row["command"], row["option"]): row for row in json.loads(out)}


def test_settings_reach_a_command(build_with, tmp_path):
    """What stands at the top and in the table of a command holds for it; a table goes before the top."""
    toml(
        tmp_path, 'out = "graph"\nmodel = "fast"\nlabels = "de"\n[build]\nprocesses = 4\ncheck = false\nmodel = "de"\n'
    )

    called = build_with("a.txt")

    assert (Path("graph"), "de", "de", 4, False) == tuple(
        called[name] for name in ("out", "model", "labels", "processes", "check")
    )


def test_who_goes_before_whom(build_with, tmp_path, monkeypatch):
    """The command line goes before the environment, that before kg.toml, that before the default."""
    assert build_with()["store"] is None
    toml(tmp_path, 'store = "memory:"\n[build]\nany-language = true\n')
    assert "memory:" == build_with()["store"] and build_with()["any_language"]
    assert not build_with("--no-any-language")["any_language"]
    monkeypatch.setenv("KG_STORE", "sparql+http://env.example/q")
    assert "sparql+http://env.example/q" == build_with()["store"]
    assert "sparql+http://cli.example/q" == build_with("--store", "sparql+http://cli.example/q")["store"]


@pytest.mark.parametrize(("name", "option"), EVERY)
def test_every_option_can_be_set(tmp_path, name, option):
    """Each option of each command takes what a file says, as click takes it."""
    param = settable(app.commands[name])[option]
    texts = {click.Choice: lambda: json.dumps(param.type.choices[-1])}
    value = "true" if getattr(param, "is_flag", False) else '["x"]' if param.nargs != 1 else "7"
    if param.type.name in ("text", "path", "file") and param.nargs == 1:
        value = '"x"'
    value = texts.get(type(param.type), lambda: value)()

    settings = read_settings(str(toml(tmp_path, f"[{name}]\n{option} = {value}")), app.commands)
    defaults = settings.defaults_of(name, app.commands[name])
    context = app.commands[name].make_context(name, [], resilient_parsing=True, default_map=defaults)

    assert [param.name] == list(defaults)
    assert "DEFAULT_MAP" == context.get_parameter_source(param.name).name or param.nargs != 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[build]\nproceses = 4", "build.proceses: no such option; did you mean 'processes'?"),
        ("[build]\nany_language = true", "build.any_language: no such option; did you mean 'any-language'?"),
        ("[build]\nxyz = 4", "build.xyz: no such option; there are: sources, out"),
        ("[biuld]\nprocesses = 4", "biuld: no such command or shared option; did you mean 'build'?"),
        ("modle = 'de'", "modle: no such command or shared option; did you mean 'model'?"),
        ("processes = 4", "processes: belongs below [build]"),
        ("timeout = 4", "timeout: belongs below [query] or [serve]"),
        ("build = 4", "build: must be a table: [build]"),
        ("[[build]]\nprocesses = 4", "build: must be a table: [build]"),
        ("[build.processes]\nn = 4", 'build.processes: must be a whole number, not {"n": 4}'),
        ("[build]\nprocesses = '4'", 'build.processes: must be a whole number, not "4"'),
        ("[build]\nprocesses = true", "build.processes: must be a whole number, not true"),
        ("[build]\nprocesses = 0", "build.processes: 0 is not in the range x>=1"),
        ("[build]\ncheck = 'no'", 'build.check: must be true or false, not "no"'),
        ("[build]\nno-check = true", "build.no-check: no such option; write check = false"),
        ("[build]\nsources = 'in'", 'build.sources: must be a list of texts, not "in"'),
        ("[build]\nsources = [1]", "build.sources: must be a list of texts, not [1]"),
        ("labels = 'fr'", "labels: 'fr' is not one of 'en', 'de'"),
        ("[query]\nformat = 1", 'query.format: must be one of "table", "csv"'),
        ("out = 2024-11-14", 'out: must be text in quotes, not "2024-11-14"'),
        ('out = "a\\u0000b"', "out: a null character has no place here"),
        ("[query]\nfile = 'q.rq'", "query.file: belongs to one call; give it on the command line"),
        ("[show]\nentity = 'NATO'", "show.entity: belongs to one call; give it on the command line"),
        ("[build]\nhelp = true", "build.help: belongs to one call; give it on the command line"),
        ("[build]\ndebug = true", "build.debug: belongs to one call; give it on the command line"),
        ("[config]\nformat = 'json'", "config: 'kg config' has nothing to set"),
        ("out = ", "no valid TOML: Invalid value"),
        (f"out = {'9' * 5000}", "no valid TOML: Exceeds the limit"),
        (f"out = {'[' * 5000}", "no valid TOML: "),
    ],
)
def test_mistakes(cli, tmp_path, text, message):
    """A mistake anywhere is one line with its place, exit status 2, and nothing is done, whatever the command."""
    write(tmp_path / "in", a=MEETING)
    toml(tmp_path, text)

    for args in (("build", "in", "-o", "o"), ("config",)):
        status, out, err = cli(*args)
        assert (2, "") == (status, out)
        assert err.startswith(f"kg: kg.toml: {message}") and 1 == err.count("\n")
    assert not (tmp_path / "o").exists()


def test_bad_bytes(cli, tmp_path):
    """A file that is not UTF-8 is named with the byte; one with a byte order mark is read."""
    (tmp_path / "kg.toml").write_bytes(b'out = "\xe4"')
    assert (2, "", "kg: kg.toml: byte 7 is not UTF-8; save it as UTF-8\n") == cli("show", "NATO")
    (tmp_path / "kg.toml").write_bytes(b'\xef\xbb\xbfout = "a"\r\n[serve]\r\nport = 1\r\n')
    found = rows(cli)
    assert "a" == found["show", "out"]["value"] and 3 == found["serve", "port"]["line"]


def test_help_in_spite_of_mistakes(cli, tmp_path):
    """Help, version and --no-config work with a broken file; --no-config leaves it unread."""
    toml(tmp_path, "[biuld]")

    for args in (("build", "--help"), ("--help",), ("--version",), ("config", "--no-config")):
        assert 0 == cli(*args)[0], args


def test_relative_to_the_file(build_with, tmp_path, monkeypatch):
    """Paths start at the folder of the file; names, addresses and standard input stay what they are."""
    text = """
        out = "o"
        store = "oxigraph:s"
        model = "models/mine"
        decisions = "/abs/d.toml"
        [build]
        sources = ["in/*.txt", "b", "-", "https://paper.example/a", "~/c"]
    """
    toml(tmp_path, text)
    (tmp_path / ".git").mkdir()
    (tmp_path / "a/b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a/b")
    monkeypatch.setenv("HOME", "/home/me")
    monkeypatch.setattr("kg.articles.find_files", lambda sources: [])

    called = build_with()

    assert ("../../in/*.txt", "../../b", "-", "https://paper.example/a", "/home/me/c") == called["sources"]
    assert (Path("../../o"), "oxigraph:../../s") == (called["out"], called["store"])
    assert ("../../models/mine", Path("/abs/d.toml")) == (called["model"], called["decisions"])
    assert ("x",) == build_with("x")["sources"]


def test_pattern_below_an_odd_folder(cli, tmp_path):
    """A pattern in a file finds its articles even if the folder of the file has the signs of a pattern in its name."""
    write(tmp_path / "n[1]", a=MEETING)
    toml(tmp_path / "n[1]", '[build]\nsources = ["*.txt"]', "my.toml")

    assert "articles        1   1 new" in cli("build", "--config", "n[1]/my.toml")[1]


def test_nearest_file(tmp_path, monkeypatch):
    """The nearest file counts, up to the root of the repository or home; outside of both only the one here."""
    here = tmp_path / "a/b"
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    monkeypatch.setenv("HOME", str(tmp_path / "elsewhere"))
    toml(tmp_path, "")
    assert "" == find_file()
    monkeypatch.setenv("HOME", str(tmp_path))
    assert "../../kg.toml" == find_file()
    (tmp_path / "a/.git").mkdir()
    assert "" == find_file()
    toml(tmp_path / "a", "")
    assert "../kg.toml" == find_file()
    toml(here, "")
    assert "kg.toml" == find_file()
    (here / "kg.toml").unlink()
    (here / "kg.toml").mkdir()
    assert "../kg.toml" == find_file()


def test_another_file(cli, tmp_path):
    """--config names another file, before or after the command; with --no-config it is refused."""
    toml(tmp_path, "[serve]\nport = 1\n")
    toml(tmp_path / "x", "[serve]\nport = 2\n", "my.toml")

    for args in (("--config", "x/my.toml", "config", "serve"), ("config", "serve", "--config", "x/my.toml")):
        assert re.search(r"serve +port +2 +x/my\.toml:2\n", cli(*args)[1])
    assert re.search(r"serve +port +8808 +default\n", cli("--no-config", "config", "serve")[1])
    assert 2 == cli("config", "--config", "missing.toml")[0]
    for args in (("--no-config", "config"), ("config", "--no-config")):
        status, _, err = cli(*args, "--config", "x/my.toml")
        assert 2 == status and "--config or --no-config" in err


def test_next_commands_find_the_graph(cli, tmp_path):
    """The commands that a build proposes name the graph where kg.toml does not."""
    write(tmp_path / "in", a=MEETING, b=OTHER)
    toml(tmp_path, 'out = "o"')

    assert "kg query --list\n" in cli("build", "in")[1]
    assert "kg query --list -o out\n" in cli("build", "in", "-o", "out")[1]
    assert "kg query --list --config kg.toml\n" in cli("build", "in", "--config", "kg.toml")[1]
    assert "kg query --list -o o --no-config\n" in cli("build", "in", "-o", "o", "--no-config")[1]
    toml(tmp_path, '[build]\nout = "o"')
    assert "kg query --list -o o\n" in cli("build", "in")[1]


def test_labels_for_all(built, tmp_path):
    """labels at the top is the language of names, and leaves the IRIs in csv; in [query] it asks for names there."""
    query = ("query", "SELECT ?who ?what { ?who ?what id:Deltafirma }")
    before = built(*query, "--format", "csv")
    toml(tmp_path, 'labels = "de"')

    assert "trifft" in built(*query)[1] and before == built(*query, "--format", "csv")
    assert "trifft" in built(*query, "--format", "csv", "--labels", "de")[1]
    toml(tmp_path, '[query]\nlabels = "de"')
    assert "trifft" in built(*query, "--format", "csv")[1]


def test_config(cli, tmp_path, monkeypatch):
    """kg config prints the value of each option, and file and line, variable or default as its origin."""
    monkeypatch.setenv("KG_STORE", "memory:")
    toml(tmp_path, '# mine\nlabels = "de"\n\n[build]\nprocesses = 4\n')

    status, out, err = cli("config", "build")

    assert (0, "") == (status, err) and "serve" not in out
    assert re.search(r"^build +labels +de +kg\.toml:2$", out, re.MULTILINE)
    assert re.search(r"^build +processes +4 +kg\.toml:5$", out, re.MULTILINE)
    assert re.search(r"^build +store +memory: +KG_STORE$", out, re.MULTILINE)
    assert re.search(r"^build +check +true +default$", out, re.MULTILINE)
    assert set(EVERY) == set(rows(cli))
    assert {"command": "serve", "option": "labels", "value": "de", "from": "kg.toml", "line": 2} == rows(cli)[
        "serve", "labels"
    ]
    assert 2 == cli("config", "biuld")[0]


def test_config_without_file(cli):
    """Without a file every value is a default, and a line says how to get a file."""
    status, out, err = cli("config")

    assert 0 == status and "kg.toml" not in out
    assert err == "kg: no kg.toml is read; 'kg config --init' writes one\n"
    assert {"default"} == {row["from"] for row in rows(cli).values()}


@pytest.mark.parametrize("place", ["sparql+https://me:geheim@db.example/q", "other://db.example/q?api_key=geheim&a=b"])
def test_no_passwords(cli, tmp_path, monkeypatch, place):
    """A password in the address of a store is printed in no form, from wherever it comes."""
    toml(tmp_path, f'store = "{place}"')
    for args in (("config",), ("config", "--format", "json")):
        assert "db.example" in cli(*args)[1] and "geheim" not in "".join(map(str, cli(*args)))
    monkeypatch.setenv("KG_STORE", place)
    assert "db.example" in cli("config", "--no-config")[1] and "geheim" not in cli("config", "--no-config")[1]


def test_init(cli, tmp_path):
    """--init writes a file that changes nothing, with a comment on each option, and never touches one that is there."""
    before = rows(cli)

    assert (0, "kg.toml\n", "") == cli("config", "--init")
    text = (tmp_path / "kg.toml").read_text(encoding="utf-8")
    assert before == rows(cli)
    for name, option in EVERY:
        assert re.search(rf"^(#|# ){option} (=|is not set)", text, re.MULTILINE), (name, option)
    assert all(len(line) <= 120 for line in text.splitlines())

    status, out, err = cli("config", "--init")
    assert (1, "") == (status, out) and "is there already" in err
    assert text == (tmp_path / "kg.toml").read_text(encoding="utf-8")


def test_init_holds_the_defaults(cli, tmp_path):
    """With each # taken away the file that --init writes is valid, and says what holds anyway."""
    before = rows(cli)
    cli("config", "--init")
    path = tmp_path / "kg.toml"
    path.write_text(re.sub(r"^#(?=[a-z])", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE), encoding="utf-8")

    for key, row in rows(cli).items():
        assert row["value"] == before[key]["value"] or ("query", "labels") == key
        assert ("default" == row["from"]) is (row["value"] is None)


def test_init_says_what_it_shadows(cli, tmp_path, monkeypatch):
    """--init in a folder below another file says that the other one does not count there any more."""
    (tmp_path / ".git").mkdir()
    toml(tmp_path, 'out = "o"')
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path / "a")

    assert (0, "kg.toml\n", "kg: ../kg.toml does not count here any more\n") == cli("config", "--init")


def test_real_process(built_once, tmp_path):
    """In a process of its own, too, kg finds the graph that the file in its folder names."""
    toml(tmp_path, f"out = {json.dumps(str(built_once / 'out'))}")

    assert b"Alphafirma" in kg("show", "Alphafirma", cwd=tmp_path).stdout


def test_without_secrets():
    """Only what is secret is hidden."""
    for text in ("out", "oxigraph:a/b", "sparql+https://db.example/q#update=/u&graphs=/g", "a@b", "C:\\x"):
        assert text == without_secrets(text)


_KEYS = st.from_regex(r"[a-z]{1,8}", fullmatch=True)
_VALUES = st.sampled_from(["1", "true", '"a"', '"""\na = 1\n[b]\n"""', "[\n  1, # ]\n\n  2,\n]", "'''\n#'''", "[]"])


@given(st.dictionaries(_KEYS, st.dictionaries(_KEYS, _VALUES, max_size=4), max_size=4), st.sampled_from(["\n", "\r\n"]))
def test_lines(tables, ending):
    """The line of each value is the one that begins with its key, whatever stands in the values above it."""
    lines, expected = [], {}
    for name, table in tables.items():
        lines += ["", f"[{name}]  # [no]"]
        for key, value in table.items():
            expected[name, key] = len(lines) + 2
            lines += ["# x = 1", *f"{key} = {value}".split("\n")]

    text = ending.join(lines)
    tomllib.loads(text)
    assert expected == lines_of(text)


_ANY = st.recursive(
    st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda values: st.lists(values, max_size=2),
    max_leaves=4,
)


@given(st.sampled_from(EVERY), _ANY)
def test_any_value(tmp_path_factory, place, value):
    """Whatever stands in a file, a command either takes it or says where it is wrong."""
    name, option = place
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text(f"[{name}]\n{option} = {json.dumps(value, ensure_ascii=False)}", encoding="utf-8")

    try:
        settings = read_settings(str(path), app.commands)
    except SettingsError as error:
        assert f"any.toml: {name}.{option}: " in error.message or "no valid TOML" in error.message
    else:
        assert [option] == list(settings.found[name])


def test_shared():
    """What may stand above the tables is what several commands have."""
    for option in SHARED:
        assert 1 < sum((name, option) in EVERY for name in app.commands)
