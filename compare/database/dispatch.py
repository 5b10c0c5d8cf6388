"""From a command to its handler. What a command may carry, and of which type, is declared once;
whatever is not declared is refused by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from bson import Int64
from bson.errors import InvalidBSON

from .errors import Code, CommandError, unsupported
from .state import State
from .values import Document, type_name

Types = tuple[type, ...]
Fields = Mapping[str, Types]
Answer = dict[str, Any]

ANY: Types = ()
ARRAY: Types = (list,)
BOOL: Types = (bool,)
DOCUMENT: Types = (Document,)
LONG: Types = (Int64,)
NUMBER: Types = (int, Int64, float)
STRING: Types = (str,)

# Of these the database and the write concern count. Nothing takes long enough for maxTimeMS.
_GENERIC: Fields = {
    "$db": STRING,
    "$clusterTime": DOCUMENT,
    "$readPreference": DOCUMENT,
    "comment": ANY,
    "lsid": DOCUMENT,
    "maxTimeMS": NUMBER,
    "readConcern": DOCUMENT,
    "writeConcern": DOCUMENT,
}
_EMPTY = Document(b"\x05\0\0\0\0")


class Call(NamedTuple):
    """A command whose fields have been checked."""

    name: str
    fields: Mapping[str, Any]

    @property
    def database(self) -> str:
        name: str = self.fields["$db"]
        if not 0 < len(name) < 64 or any(character in name for character in '/\\. "$\0'):
            raise CommandError(Code.InvalidNamespace, f"Invalid database name: '{name}'")
        return name

    def namespace(self, field: str | None = None) -> str:
        """The collection that the command, or the field of it, names: database.collection."""
        name = self.fields[field or self.name]
        if type(name) is not str:
            raise CommandError(
                Code.InvalidNamespace, f"collection name has invalid type {type_name(name)}"
            )
        namespace = f"{self.database}.{name}"
        if not name or name.startswith((".", "system.")) or "$" in name or "\0" in name:
            raise CommandError(
                Code.InvalidNamespace, f"Invalid namespace specified '{namespace}'"
            )
        return namespace

    def count(self, field: str, default: int = 0) -> int:
        value = self.fields.get(field, default)
        if not value >= 0 or value % 1:
            raise CommandError(
                Code.BadValue, f"BSON field '{field}' value must be >= 0, actual value '{value}'"
            )
        return int(value)

    def document(self, field: str) -> Document:
        """An empty document when the field is missing."""
        return self.fields.get(field, _EMPTY)

    def documents(self, field: str) -> list[Document]:
        for position, element in enumerate(self.fields[field]):
            _check_type(f"{self.name}.{field}.{position}", element, DOCUMENT)
        return list(self.fields[field])


class Command(NamedTuple):
    """``known`` are the fields of its own that the handler reads."""

    handler: Callable[[State, Call], Answer]
    known: Fields = {}
    required: Iterable[str] = ()


def run(commands: Mapping[str, Command], state: State, fields: Mapping[str, Any]) -> Answer:
    """The answer to the command, which may be an error."""
    try:
        return _run(commands, state, fields) | {"ok": 1.0}
    except CommandError as error:
        return error.answer()
    except InvalidBSON as error:
        return CommandError(Code.InvalidBSON, str(error)).answer()
    except RecursionError:
        return CommandError(Code.Overflow, "a document is nested too deeply").answer()


def _run(commands: Mapping[str, Command], state: State, fields: Mapping[str, Any]) -> Answer:
    name = next(iter(fields))
    if name not in commands:
        raise unsupported(Code.CommandNotFound, f"no such command: '{name}'")
    if "txnNumber" in fields:
        raise CommandError(
            Code.IllegalOperation,
            "Transaction numbers are only allowed on a replica set member or mongos",
        )
    command = commands[name]
    check(name, fields, {**_GENERIC, name: ANY, **command.known}, ["$db", *command.required])
    call = Call(name, fields)
    if call.document("writeConcern").get("w", 1) not in (0, 1, "majority"):
        raise CommandError(Code.BadValue, "cannot use 'w' > 1 when a host is not replicated")
    return command.handler(state, call)


def check(where: str, fields: Mapping[str, Any], known: Fields, required: Iterable[str]) -> None:
    """Raises CommandError for a field that is missing, not known or of the wrong type.

    The name "*" among the known ones stands for every other.
    """
    for name, value in fields.items():
        if name in known:
            _check_type(f"{where}.{name}", value, known[name])
        elif "*" not in known:
            raise unsupported(40415, f"BSON field '{where}.{name}' is an unknown field.")
    for name in required:
        if name not in fields:
            raise CommandError(
                Code.IDLFailedToParse,
                f"BSON field '{where}.{name}' is missing but a required field",
            )


def _check_type(where: str, value: object, types: Types) -> None:
    if types is not ANY and type(value) not in types:
        expected = ", ".join(map(type_name, types))
        raise CommandError(
            Code.TypeMismatch,
            f"BSON field '{where}' is the wrong type '{type_name(type(value))}',"
            f" expected '{expected}'",
        )
