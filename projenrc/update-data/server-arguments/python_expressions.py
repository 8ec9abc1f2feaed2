"""Evaluates the expressions in Python source without running them."""

import ast
from collections.abc import ItemsView, KeysView, ValuesView

from python_calls import METHODS
from python_values import UNKNOWN, Definition, External, Generic, Member, Method, Module, Parser, Scope


class Expressions:
    """The part of a source that evaluates expressions."""

    def evaluate(self, node, scope):
        method = getattr(self, f"evaluate_{type(node).__name__}", None)
        return UNKNOWN if method is None else method(node, scope)

    def evaluate_Constant(self, node, scope):
        return node.value

    def evaluate_JoinedStr(self, node, scope):
        parts = [self.evaluate(part.value if isinstance(part, ast.FormattedValue) else part, scope) for part in node.values]
        return "".join(parts) if all(isinstance(part, str) for part in parts) else UNKNOWN

    def evaluate_Lambda(self, node, scope):
        return External("lambda")

    def evaluate_Name(self, node, scope):
        if node.id in scope.values:
            return scope.values[node.id]
        value = self.attribute(scope.owner, node.id) if "__class_body__" in scope.values else UNKNOWN
        return self.name(scope.module, node.id) if value is UNKNOWN else value

    def evaluate_Attribute(self, node, scope):
        value = self.evaluate(node.value, scope)
        if isinstance(value, Module):
            return self.name(value.name, node.attr)
        if isinstance(value, External):
            return External(f"{value.name}.{node.attr}")
        if isinstance(value, Member) and node.attr in ("name", "value"):
            return getattr(value, node.attr)
        if isinstance(value, Definition) and value.is_class:
            if self.is_enum(value):
                named = {member.name: member for member in self.members(value)}
                return named if node.attr == "__members__" else named.get(node.attr, UNKNOWN)
            return External(node.attr) if node.attr == "__name__" else self.attribute(value, node.attr)
        if isinstance(value, Parser) or node.attr in METHODS.get(type(value), ()):
            return Method(value, node.attr)
        return UNKNOWN

    def evaluate_Subscript(self, node, scope):
        value, index = self.evaluate(node.value, scope), self.evaluate(node.slice, scope)
        if isinstance(value, (External, Definition)):
            return Generic(value, index if isinstance(index, tuple) else (index,))
        try:
            return value[index]
        except (TypeError, KeyError, IndexError):
            return UNKNOWN

    def evaluate_List(self, node, scope):
        items = []
        for item in node.elts:
            if isinstance(item, ast.Starred):
                values = self.iterate(self.evaluate(item.value, scope))
                items += [UNKNOWN] if values is None else values
            else:
                items.append(self.evaluate(item, scope))
        return items

    def evaluate_Tuple(self, node, scope):
        return tuple(self.evaluate_List(node, scope))

    def evaluate_Set(self, node, scope):
        return {item for item in self.evaluate_List(node, scope)}

    def evaluate_Dict(self, node, scope):
        found = {}
        for key, value in zip(node.keys, node.values):
            if key is None:
                merged = self.evaluate(value, scope)
                found.update(merged if isinstance(merged, dict) else {})
            else:
                found[self.evaluate(key, scope)] = self.evaluate(value, scope)
        return found

    def evaluate_BinOp(self, node, scope):
        left, right = self.evaluate(node.left, scope), self.evaluate(node.right, scope)
        if isinstance(node.op, ast.BitOr) and not (isinstance(left, (set, dict)) and isinstance(right, (set, dict))):
            return Generic(External("typing.Union"), (left, right))
        if isinstance(node.op, ast.Add) and isinstance(left, list) and right is UNKNOWN:
            return left + [UNKNOWN]
        try:
            return {ast.Add: lambda: left + right, ast.BitOr: lambda: left | right, ast.Mult: lambda: left * right, ast.Sub: lambda: left - right}[type(node.op)]()
        except (KeyError, TypeError):
            return UNKNOWN

    def evaluate_UnaryOp(self, node, scope):
        value = self.evaluate(node.operand, scope)
        if value is UNKNOWN:
            return UNKNOWN
        return not value if isinstance(node.op, ast.Not) else -value if isinstance(node.op, ast.USub) and isinstance(value, (int, float)) else UNKNOWN

    def evaluate_Compare(self, node, scope):
        values = [self.evaluate(each, scope) for each in (node.left, *node.comparators)]
        if len(values) != 2 or any(value is UNKNOWN or isinstance(value, External) for value in values):
            return UNKNOWN
        operations = {
            ast.Eq: lambda a, b: a == b, ast.NotEq: lambda a, b: a != b, ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b,
            ast.Is: lambda a, b: a is b, ast.IsNot: lambda a, b: a is not b,
        }
        try:
            return operations[type(node.ops[0])](*values)
        except (KeyError, TypeError):
            return UNKNOWN

    def evaluate_IfExp(self, node, scope):
        test = self.evaluate(node.test, scope)
        return UNKNOWN if test is UNKNOWN else self.evaluate(node.body if test else node.orelse, scope)

    def evaluate_ListComp(self, node, scope):
        if len(node.generators) != 1 or node.generators[0].ifs:
            return UNKNOWN
        values = self.iterate(self.evaluate(node.generators[0].iter, scope))
        if values is None:
            return UNKNOWN
        found = []
        for value in values:
            inner = Scope(scope.module, dict(scope.values), scope.owner)
            self.assign(node.generators[0].target, value, inner)
            found.append(self.evaluate(node.elt, inner))
        return found

    evaluate_GeneratorExp = evaluate_SetComp = evaluate_ListComp

    def iterate(self, value):
        if self.is_enum(value):
            return self.members(value)
        if isinstance(value, (list, tuple, range)):
            return list(value)
        if isinstance(value, set):
            return sorted(value, key=repr)
        return list(value) if isinstance(value, (dict, KeysView, ValuesView, ItemsView)) else None
