"""From a command to its handler. What a command may carry, and of which type, is declared once;
whatever is not declared is refused by its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bson import Int64
from bson.errors import InvalidBSON

from .errors import Code, CommandError, unsupported
from .values import Document, type_name

Types = tuple[type, ...]
Answer = dict[str, Any]

ANY: Types = ()
ARRAY: Types = (list,)
BOOL: Types = (bool,)
DOCUMENT: Types = (Document,)
LONG: Types = (Int64,)
NUMBER: Types = (int, Int64, float)
STRING: Types = (str,)

# Nothing here takes long enough for maxTimeMS to run out.
_GENERIC: dict[str, Types] = {
    "$db": STRING,
    "$clusterTime": DOCUMENT,
    "$readPreference": DOCUMENT,
    "comment": ANY,
    "lsid": DOCUMENT,
    "maxTimeMS": NUMBER,
    "readConcern": DOCUMENT,
    "writeConcern": DOCUMENT,
}


@dataclass(frozen=True)
class Call:
    """A command whose fields have been checked."""

    name: str
    fields: Mapping[str, Any]

    @property
    def database(self) -> str:
        name: str = self.fields["$db"]
        if not 0 < len(name) < 64 or any(character in name for character in '/\\. "$\0'):
            raise CommandError(Code.InvalidNamespace, f"Invalid database name: '{name}'")
        return name

    def namespace(self, field: str = "") -> str:
        """The collection that the command, or the field of it, names: database.collection."""
        name = self.fields[field or self.name]
        if type(name) is not str:
            raise CommandError(
                Code.InvalidNamespace, f"collection name has invalid type {type_name(name)}"
            )
        namespace = f"{self.database}.{name}"
        if not name or name.startswith((".", "system.")) or "$" in name or "\0" in name:
            raise CommandError(Code.InvalidNamespace, f"Invalid namespace specified '{namespace}'")
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
        return self.fields.get(field) or Document(b"\x05\0\0\0\0")

    def documents(self, field: str) -> list[Document]:
        for position, element in enumerate(self.fields[field]):
            _check_type(f"{self.name}.{field}.{position}", element, DOCUMENT)
        return list(self.fields[field])


Handler = Callable[[Any, Call], Answer]


@dataclass(frozen=True)
class _Command:
    handler: Handler
    required: Iterable[str]
    known: Mapping[str, Types]


_commands: dict[str, _Command] = {}


def command(
    *names: str, required: Iterable[str] = (), **known: Types
) -> Callable[[Handler], Handler]:
    """Registers the decorated function for the commands; ``known`` are their own fields."""

    def register(handler: Handler) -> Handler:
        _commands.update(dict.fromkeys(names, _Command(handler, ("$db", *required), known)))
        return handler

    return register


def run(state: object, fields: Mapping[str, Any]) -> Answer:
    """The answer to the command, which may be an error."""
    try:
        return _run(state, fields) | {"ok": 1.0}
    except CommandError as error:
        return error.document()
    except InvalidBSON as error:
        return CommandError(Code.InvalidBSON, str(error)).document()
    except RecursionError:
        return CommandError(Code.Overflow, "a document is nested too deeply").document()


def _run(state: object, fields: Mapping[str, Any]) -> Answer:
    name = next(iter(fields), "")
    found = _commands.get(name)
    if found is None:
        raise unsupported(f"no such command: '{name}'", Code.CommandNotFound)
    if "txnNumber" in fields:
        raise CommandError(
            Code.IllegalOperation,
            "Transaction numbers are only allowed on a replica set member or mongos",
        )
    check(name, fields, {**_GENERIC, name: ANY, **found.known}, found.required)
    call = Call(name, fields)
    if call.document("writeConcern").get("w", 1) not in (0, 1, "majority"):
        raise CommandError(Code.BadValue, "cannot use 'w' > 1 when a host is not replicated")
    return found.handler(state, call)


def check(
    where: str, fields: Mapping[str, Any], known: Mapping[str, Types], required: Iterable[str]
) -> None:
    """Raises CommandError for a field that is missing, not known or of the wrong type."""
    for name, value in fields.items():
        if name in known:
            _check_type(f"{where}.{name}", value, known[name])
        elif "*" not in known:
            raise unsupported(f"BSON field '{where}.{name}' is an unknown field.", 40415)
    for name in required:
        if name not in fields:
            raise CommandError(
                Code.IDLFailedToParse, f"BSON field '{where}.{name}' is missing but required"
            )


def _check_type(where: str, value: object, types: Types) -> None:
    if types is not ANY and type(value) not in types:
        expected = ", ".join(type_name(each()) for each in types)
        raise CommandError(
            Code.TypeMismatch,
            f"BSON field '{where}' is the wrong type '{type_name(value)}', expected '{expected}'",
        )
