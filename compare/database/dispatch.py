"""From a command to its handler and back to an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from bson.errors import InvalidBSON

from .errors import Code, CommandError, unsupported
from .fields import ANY, DOCUMENT, NUMBER, STRING, Fields, check
from .state import State
from .values import Document, type_name

Answer = dict[str, Any]

# What every command may carry. Nothing here takes long enough for maxTimeMS to run out, and
# one server in memory keeps what any read concern asks for.
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
        if not 0 < len(name) < 64 or set(name) & set('/\\. "$\0'):
            raise CommandError(Code.InvalidNamespace, f"Invalid database name: '{name}'")
        return name

    def namespace(self, field: str | None = None) -> str:
        """The collection that the command, or the field of it, names: database.collection."""
        name = self.fields[field or self.name]
        if not isinstance(name, str):
            raise CommandError(
                Code.InvalidNamespace, f"collection name has invalid type {type_name(type(name))}"
            )
        namespace = f"{self.database}.{name}"
        if not name or name.startswith((".", "system.")) or set(name) & set("$\0"):
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
        found: Document = self.fields.get(field, _EMPTY)
        return found


class Command(NamedTuple):
    """``known`` are the fields of its own that the handler reads."""

    handler: Callable[[State, Call], Answer]
    known: Fields = MappingProxyType({})
    required: str | None = None


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
    handler, known, required = commands[name]
    check(name, fields, {**_GENERIC, name: ANY, **known}, "$db", required or name)
    call = Call(name, fields)
    if call.document("writeConcern").get("w", 1) not in (0, 1, "majority"):
        raise CommandError(Code.BadValue, "cannot use 'w' > 1 when a host is not replicated")
    return handler(state, call)
