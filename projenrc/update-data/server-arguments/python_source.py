"""Evaluates Python source without running it: names, literals, types, and the functions that declare the arguments of a command line.

What cannot be known without running the code is UNKNOWN.
"""

import ast

from python_calls import BUILTINS, TYPES, Calls
from python_expressions import Expressions
from python_statements import Statements, assigned, changes, flat
from python_values import UNKNOWN, Definition, External, Generic, Member, Module, Scope


class Source(Calls, Expressions, Statements):
    """The source of a package: its files by path, below the folder that holds the package."""

    def __init__(self, files, natives=None):
        self.files = files
        self.natives = natives or {}
        self.trees = {}
        self.values = {}
        self.depth = 0

    def tree(self, module):
        if module not in self.trees:
            path = module.replace(".", "/")
            text = self.files.get(f"{path}.py", self.files.get(f"{path}/__init__.py"))
            self.trees[module] = None if text is None else ast.parse(text)
        return self.trees[module]

    def package(self, module):
        return module if f"{module.replace('.', '/')}/__init__.py" in self.files else module.rpartition(".")[0]

    def name(self, module, name):
        """The value of a name at the top level of a module."""
        key = (module, name)
        if key not in self.values:
            self.values[key] = UNKNOWN  # a name that depends on itself
            self.values[key] = self.bind(module, name)
        return self.values[key]

    def bind(self, module, name):
        tree = self.tree(module)
        if tree is None:
            return External(f"{module}.{name}")
        scope = Scope(module)
        found = value = None
        for statement in flat(tree.body):
            if name in assigned(statement):
                bound = self.assigned_value(statement, name, scope)
                # a class that is made again from itself keeps what is written in it
                found, value = True, value if bound is UNKNOWN and isinstance(value, Definition) else bound
            elif found and changes(statement) == name:
                scope.values[name] = list(value) if isinstance(value, list) else value
                self.execute([statement], scope)
                value = scope.values.get(name, UNKNOWN)
        if found:
            return value
        if self.tree(f"{module}.{name}") is not None:
            return Module(f"{module}.{name}")
        if name in TYPES or name in BUILTINS or name == "getattr":
            return External(f"builtins.{name}")
        return UNKNOWN

    def assigned_value(self, statement, name, scope):
        if isinstance(statement, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            return Definition(scope.module, statement, scope.owner)
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                if (alias.asname or alias.name.split(".")[0]) == name:
                    return self.imported(alias.name if alias.asname else name)
        if isinstance(statement, ast.ImportFrom):
            source = statement.module or ""
            if statement.level:
                base = self.package(scope.module).split(".")
                base = base[: len(base) - statement.level + 1]
                source = ".".join(base + ([source] if source else []))
            for alias in statement.names:
                if (alias.asname or alias.name) == name:
                    return self.name(source, alias.name)
        if isinstance(statement, (ast.Assign, ast.AnnAssign)) and statement.value is not None:
            if isinstance(statement, ast.Assign) and not any(isinstance(target, ast.Name) for target in statement.targets):
                return UNKNOWN
            return self.evaluate(statement.value, scope)
        return UNKNOWN

    def imported(self, module):
        return Module(module) if self.tree(module) is not None else External(module)

    def bases(self, definition):
        """The bases of a class, the class itself first, as far as the source has them; others as External."""
        found = [definition]
        for base in definition.node.bases:
            value = self.evaluate(base.value if isinstance(base, ast.Subscript) else base, Scope(definition.module))
            found += self.bases(value) if isinstance(value, Definition) and value.is_class else [value]
        return found

    def inherits(self, definition, *names):
        return any(isinstance(base, External) and base.name in names for base in self.bases(definition))

    def is_enum(self, value):
        return isinstance(value, Definition) and value.is_class and (
            self.inherits(value, "enum.Enum", "enum.StrEnum", "enum.IntEnum") or any(keyword.arg == "metaclass" for keyword in value.node.keywords))

    def members(self, definition):
        scope = Scope(definition.module)
        return [
            Member(target.id, self.evaluate(statement.value, scope))
            for statement in definition.node.body if isinstance(statement, ast.Assign)
            for target in statement.targets if isinstance(target, ast.Name) and not target.id.startswith("_")
        ]

    def attribute(self, definition, name, start=0):
        for base in self.bases(definition)[start:]:
            if not isinstance(base, Definition):
                continue
            for statement in reversed(list(flat(base.node.body))):
                if name in assigned(statement):
                    scope = Scope(base.module, {"__class_body__": True}, base)
                    return self.assigned_value(statement, name, scope)
        return UNKNOWN

    def fields(self, definition):
        """The annotated fields of a class and of its bases, as types by name, in the order of a data class."""
        found = {}
        for base in reversed([each for each in self.bases(definition) if isinstance(each, Definition)]):
            for statement in base.node.body:
                if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                    found[statement.target.id] = self.evaluate(statement.annotation, Scope(base.module))
        return {name: kind for name, kind in found.items() if not is_class_variable(kind)}


def is_class_variable(kind):
    return "ClassVar" in repr(kind.origin if isinstance(kind, Generic) else kind) or "InitVar" in repr(kind.origin if isinstance(kind, Generic) else kind)
