"""Follows the statements of Python source without running them."""

import ast

from python_values import UNKNOWN, External, Generic, Return


class Statements:
    """The part of a source that follows statements."""

    def execute(self, statements, scope):
        for statement in statements:
            method = getattr(self, f"execute_{type(statement).__name__}", None)
            if method is not None:
                method(statement, scope)

    def execute_Expr(self, statement, scope):
        self.evaluate(statement.value, scope)

    def execute_Return(self, statement, scope):
        raise Return(None if statement.value is None else self.evaluate(statement.value, scope))

    def execute_Assign(self, statement, scope):
        value = self.evaluate(statement.value, scope)
        for target in statement.targets:
            self.assign(target, value, scope)

    def execute_AnnAssign(self, statement, scope):
        if statement.value is not None:
            self.assign(statement.target, self.evaluate(statement.value, scope), scope)

    def execute_AugAssign(self, statement, scope):
        self.assign(statement.target, self.evaluate(ast.BinOp(statement.target, statement.op, statement.value), scope), scope)

    def execute_Import(self, statement, scope):
        for name in assigned(statement):
            scope.values[name] = self.assigned_value(statement, name, scope)

    execute_ImportFrom = execute_FunctionDef = execute_ClassDef = execute_Import

    def execute_Delete(self, statement, scope):
        for target in statement.targets:
            container = self.evaluate(target.value, scope) if isinstance(target, ast.Subscript) else None
            if isinstance(container, dict):
                container.pop(self.evaluate(target.slice, scope), None)

    def execute_If(self, statement, scope):
        test = self.evaluate(statement.test, scope)
        if test is UNKNOWN or isinstance(test, (External, Generic)):
            # what either branch declares is possible
            try:
                self.execute(statement.body, scope)
            except Return as result:
                if result.value is not UNKNOWN:
                    raise
            self.execute(statement.orelse, scope)
        else:
            self.execute(statement.body if test else statement.orelse, scope)

    def execute_For(self, statement, scope):
        values = self.iterate(self.evaluate(statement.iter, scope))
        if values is None and any(declares(each) for each in ast.walk(statement)):
            raise unreadable(statement, scope)
        for value in values or []:
            self.assign(statement.target, value, scope)
            self.execute(statement.body, scope)

    def execute_Try(self, statement, scope):
        self.execute(statement.body, scope)

    def execute_With(self, statement, scope):
        self.execute(statement.body, scope)

    def assign(self, target, value, scope):
        if isinstance(target, ast.Name):
            scope.values[target.id] = value
        elif isinstance(target, ast.Tuple):
            parts = list(value) if isinstance(value, (list, tuple)) else []
            for index, each in enumerate(target.elts):
                self.assign(each, parts[index] if index < len(parts) else UNKNOWN, scope)
        elif isinstance(target, ast.Subscript):
            container = self.evaluate(target.value, scope)
            if isinstance(container, dict):
                container[self.evaluate(target.slice, scope)] = value


def flat(body):
    """The statements of a body, and those of its conditions. What type checkers alone read is left out."""
    for statement in body:
        if isinstance(statement, ast.If):
            if not (isinstance(statement.test, ast.Name) and statement.test.id == "TYPE_CHECKING"):
                yield from flat(statement.body)
            yield from flat(statement.orelse)
        elif isinstance(statement, ast.Try):
            yield from flat(statement.body)
        else:
            yield statement


def assigned(statement):
    """The names that a statement binds."""
    if isinstance(statement, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        return [statement.name]
    if isinstance(statement, ast.Import):
        return [alias.asname or alias.name.split(".")[0] for alias in statement.names]
    if isinstance(statement, ast.ImportFrom):
        return [alias.asname or alias.name for alias in statement.names]
    if isinstance(statement, ast.AnnAssign):
        return [statement.target.id] if isinstance(statement.target, ast.Name) and statement.value is not None else []
    if isinstance(statement, ast.Assign):
        return [each.id for target in statement.targets for each in ast.walk(target) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)]
    return []


def changes(statement):
    """The name whose list or dictionary a statement changes."""
    if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
        return statement.target.id
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call) and isinstance(statement.value.func, ast.Attribute):
        owner = statement.value.func.value
        return owner.id if isinstance(owner, ast.Name) and statement.value.func.attr in ("append", "extend", "update", "add") else None
    return None


def declares(node):
    """Whether a node is the call that declares an argument."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "add_argument"


def unreadable(node, scope):
    return ValueError(f"{scope.module}: line {node.lineno} must be readable without running it: {ast.unparse(node)[:200]}")
