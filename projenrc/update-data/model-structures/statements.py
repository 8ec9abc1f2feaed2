"""Executes the statements of Python source, both branches of a condition that is only known later."""

import ast

from expressions import Symbol, Unsupported, is_constant, same
from values import UNSET, Choice, Config, Function, Many, Mapping, Object, Sequence, Unknown, merged, merged_items

NORMAL = "normal"
CONTINUE = "continue"
RAISED = "raised"


class Returned:
    def __init__(self, value):
        self.value = value


class Statements:
    def put(self, space, key, value):
        """Sets a name, in such a way that a branch can be undone."""
        if self.journals and self.journals[-1][0] > space.born:
            self.journals[-1][1].setdefault((id(space), key), (space, key, space.get(key, UNSET)))
        space[key] = value

    def branch(self, run):
        """What code changes, which is undone, and its result."""
        self.journals.append((self.tick(), {}))
        try:
            result = run()
        finally:
            _, journal = self.journals.pop()
        changes = {}
        for mark, (space, key, old) in journal.items():
            changes[mark] = (space, key, space[key])
            space[key] = old
        return changes, result

    def either(self, condition, yes, no):
        """Runs two branches, and merges what they change."""
        yes_changes, yes_result = self.branch(yes)
        no_changes, no_result = self.branch(no)
        if yes_result == RAISED or no_result == RAISED:
            changes, result = (no_changes, no_result) if yes_result == RAISED else (yes_changes, yes_result)
            for space, key, value in changes.values():
                self.put(space, key, value)
            return result
        for mark in {**yes_changes, **no_changes}:
            space, key, _ = (yes_changes.get(mark) or no_changes.get(mark))
            old = space.get(key, UNSET)
            left = yes_changes[mark][2] if mark in yes_changes else old
            right = no_changes[mark][2] if mark in no_changes else old
            self.put(space, key, self.merged_values(condition, left, right))
        if isinstance(yes_result, Returned) and isinstance(no_result, Returned):
            return Returned(merged(condition, yes_result.value, no_result.value, self.sequence))
        if isinstance(yes_result, Returned) or isinstance(no_result, Returned):
            raise Unsupported("a return in one of two branches")
        return yes_result if yes_result == no_result else NORMAL

    def merged_values(self, condition, left, right):
        if isinstance(left, tuple) and isinstance(right, tuple):
            return merged_items(condition, left, right, self.sequence) if isinstance(condition, (Symbol, Unknown)) else left if condition else right
        if isinstance(left, dict) and isinstance(right, dict):
            return {key: self.merged_values(condition, left.get(key, UNSET), right.get(key, UNSET)) for key in {**left, **right}}
        return merged(condition, left, right, self.sequence)

    def execute(self, statements, scope):
        for index, statement in enumerate(statements):
            if isinstance(statement, ast.If):
                condition = self.truth(self.evaluate(statement.test, scope))
                rest = statements[index + 1:]
                if is_constant(condition):
                    result = self.execute(statement.body if condition else statement.orelse, scope)
                elif leaves(statement.body) or leaves(statement.orelse):
                    return self.either(
                        condition,
                        lambda: self.execute([*statement.body, *rest], scope),
                        lambda: self.execute([*statement.orelse, *rest], scope))
                else:
                    result = self.either(condition, lambda: self.execute(statement.body, scope), lambda: self.execute(statement.orelse, scope))
            else:
                method = getattr(self, f"execute_{type(statement).__name__}", None)
                if method is None:
                    raise Unsupported(f"{type(statement).__name__}, line {statement.lineno}")
                result = method(statement, scope)
            if result != NORMAL:
                return result
        return NORMAL

    def execute_Assign(self, statement, scope):
        value = self.evaluate(statement.value, scope)
        for target in statement.targets:
            self.bind_target(target, value, scope)
        return NORMAL

    def execute_AnnAssign(self, statement, scope):
        if statement.value is not None:
            self.bind_target(statement.target, self.evaluate(statement.value, scope), scope)
        return NORMAL

    def execute_AugAssign(self, statement, scope):
        value = self.binary(statement.op, self.evaluate(statement.target, scope), self.evaluate(statement.value, scope))
        self.bind_target(statement.target, value, scope)
        return NORMAL

    def bind_target(self, target, value, scope):
        if isinstance(target, ast.Name):
            self.put(scope["names"], target.id, value)
        elif isinstance(target, ast.Attribute):
            self.set_attribute(self.evaluate(target.value, scope), target.attr, value)
        elif isinstance(target, (ast.Tuple, ast.List)):
            parts = value.items if isinstance(value, Sequence) else None
            for index, part in enumerate(target.elts):
                if parts is not None and len(parts) == len(target.elts):
                    self.bind_target(part, parts[index], scope)
                else:
                    self.bind_target(part, self.subscript(value, index), scope)
        elif isinstance(target, ast.Subscript):
            container = self.evaluate(target.value, scope)
            key = self.evaluate(target.slice, scope) if not isinstance(target.slice, ast.Slice) else UNSET
            if isinstance(container, Mapping) and is_constant(key):
                self.put(container.space, "items", {**container.space["items"], key: value})
            elif isinstance(container, Object) and isinstance(key, str):
                self.set_attribute(container, key, value)
            elif isinstance(container, Sequence) and isinstance(key, int) and -len(container.items) <= key < len(container.items):
                items = list(container.items)
                items[key] = value
                self.put(container.space, "items", tuple(items))
            elif isinstance(container, (Sequence, Mapping)):
                self.put(container.space, "items", (Unknown("a changed list"),) if isinstance(container, Sequence) else {})

    def set_attribute(self, target, name, value):
        if isinstance(target, Choice):
            for side in (target.yes, target.no):
                self.set_attribute(side, name, value)
        elif isinstance(target, (Object, Config)):
            if isinstance(target, Config):
                name = self.alias(target, name)
                if name not in target.space:
                    target.space[name] = self.attribute(target, name)
            self.put(target.space, name, value)

    def execute_Expr(self, statement, scope):
        self.evaluate(statement.value, scope)
        return NORMAL

    def execute_Return(self, statement, scope):
        return Returned(None if statement.value is None else self.evaluate(statement.value, scope))

    def execute_Raise(self, statement, scope):
        return RAISED

    def execute_Continue(self, statement, scope):
        return CONTINUE

    def execute_Pass(self, statement, scope):
        return NORMAL

    execute_Assert = execute_Import = execute_ImportFrom = execute_Delete = execute_Global = execute_Nonlocal = execute_Pass

    def execute_With(self, statement, scope):
        return self.execute(statement.body, scope)

    def execute_Try(self, statement, scope):
        return self.execute([*statement.body, *statement.finalbody], scope)

    def execute_FunctionDef(self, statement, scope):
        self.put(scope["names"], statement.name, Function(module=scope["module"], node=statement, bound=None, owner=None, scope=scope))
        return NORMAL

    def execute_For(self, statement, scope):
        for count, variable, value in self.iterated(self.evaluate(statement.iter, scope)):
            if count is None:
                self.bind_target(statement.target, value, scope)
                result = self.execute(statement.body, scope)
                if isinstance(result, Returned) or result == RAISED:
                    return result
            else:
                self.repeat(statement, count, variable, value, scope)
        return NORMAL

    def repeat(self, statement, count, variable, value, scope):
        """Runs the body of a loop once for all items: what it adds to a list is there many times."""
        for name in carried(statement.body):
            if name in scope["names"]:
                self.put(scope["names"], name, Unknown(f"{name}, which a loop changes"))

        def run():
            self.bind_target(statement.target, value, scope)
            return self.execute(statement.body, scope)

        changes, result = self.branch(run)
        if isinstance(result, Returned):
            raise Unsupported("a return in a loop")
        for space, key, new in changes.values():
            old = space.get(key, UNSET)
            if isinstance(old, tuple) and isinstance(new, tuple) and all(before is after for before, after in zip(old, new)):
                added = tuple(Many(variable=variable, count=count, item=item) for item in new[len(old):])
                self.put(space, key, (*old, *added))
            elif space is scope["names"] or old is not UNSET:
                unknown = Unknown(f"{key}, which a loop changes")
                self.put(space, key, new if same_value(old, new) else (unknown,) if isinstance(old, tuple) else unknown)
            elif isinstance(new, Object):
                raise Unsupported(f"a loop that sets {key}")
            else:
                self.put(space, key, new)


def same_value(old, new):
    return old is new or (old is not UNSET and same(old, new))


def leaves(statements):
    """Whether statements may leave the block that they are in."""
    return any(isinstance(node, (ast.Return, ast.Continue, ast.Break)) for statement in statements for node in walked(statement))


def walked(node):
    if isinstance(node, (ast.FunctionDef, ast.Lambda, ast.For)):
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from walked(child)


def carried(statements):
    """The names that statements assign."""
    return {node.id for statement in statements for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
