"""What Python source evaluates to if it is not run."""

import ast
from dataclasses import dataclass, field


class _Unknown:
    def __repr__(self):
        return "UNKNOWN"


UNKNOWN = _Unknown()


@dataclass(frozen=True)
class External:
    """A name of another package, or a builtin."""

    name: str


@dataclass(frozen=True)
class Generic:
    """A type with arguments, such as `Literal["auto"]`."""

    origin: object
    args: tuple


@dataclass(frozen=True, eq=False)
class Definition:
    """A class or a function of the source."""

    module: str
    node: object
    owner: object = None

    def __eq__(self, other):
        return isinstance(other, Definition) and self.node is other.node

    def __hash__(self):
        return id(self.node)

    @property
    def name(self):
        return self.node.name

    @property
    def qualified_name(self):
        return f"{self.module}.{self.node.name}"

    @property
    def is_class(self):
        return isinstance(self.node, ast.ClassDef)


@dataclass(frozen=True)
class Module:
    name: str


@dataclass(frozen=True)
class Member:
    """A member of an enum."""

    name: str
    value: object


@dataclass
class Instance:
    """An instance of a class that serves as data, with the keyword arguments that it was made with."""

    of: Definition
    values: dict


@dataclass
class Parser:
    """Stands for an argument parser, and records what is declared."""

    calls: list


@dataclass(frozen=True)
class Method:
    """A method of a value that is known."""

    value: object = field(compare=False)
    name: str = ""


class Scope:
    def __init__(self, module, values=None, owner=None):
        self.module = module
        self.values = values if values is not None else {}
        self.owner = owner


class Return(Exception):
    def __init__(self, value):
        super().__init__()
        self.value = value


def literals_of(kind):
    """The arguments of a type. A Literal in a Literal counts as its own values."""
    if not (isinstance(kind.origin, External) and kind.origin.name.endswith(".Literal")):
        return kind.args
    return tuple(value for each in kind.args for value in (literals_of(each) if isinstance(each, Generic) else (each,)))
