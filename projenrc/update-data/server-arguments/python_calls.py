"""Follows the calls in Python source without running them."""

import ast
import itertools

from python_statements import declares, unreadable
from python_values import UNKNOWN, Definition, External, Generic, Instance, Method, Parser, Return, Scope, literals_of

BUILTINS = {
    "list": list, "tuple": tuple, "set": set, "dict": dict, "sorted": sorted, "len": len, "str": str, "int": int, "any": any, "all": all,
    "reversed": lambda values: list(reversed(values)), "range": range, "zip": lambda *lists: list(zip(*lists)),
}
TYPES = ("bool", "int", "float", "str", "list", "tuple", "set", "dict", "type", "bytes", "object")
METHODS = {
    list: ("append", "extend", "copy", "index"), dict: ("keys", "values", "items", "get", "pop", "update", "copy", "setdefault"),
    set: ("add", "union", "update"), str: ("lower", "upper", "replace", "join", "split", "strip", "lstrip", "startswith", "removeprefix"), tuple: (),
}


class Calls:
    """The part of a source that follows calls."""

    def evaluate_Call(self, node, scope):
        if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Call) and getattr(node.func.value.func, "id", "") == "super":
            function = self.attribute(scope.values["__self__"], node.func.attr, start=1 + self.position(scope)) if "__self__" in scope.values else UNKNOWN
        else:
            function = self.evaluate(node.func, scope)
        positional = self.evaluate_List(ast.List(elts=node.args), scope)
        keywords = {}
        for keyword in node.keywords:
            value = self.evaluate(keyword.value, scope)
            if keyword.arg is None and not isinstance(value, dict) and declares(node):
                raise unreadable(node, scope)
            keywords.update({keyword.arg: value} if keyword.arg else value if isinstance(value, dict) else {})
        if declares(node) and not all(isinstance(each, str) for each in positional):
            raise unreadable(node, scope)
        receiver = scope.values.get("__self__")
        if isinstance(node.func, ast.Attribute) and not isinstance(node.func.value, ast.Call):
            owner = self.evaluate(node.func.value, scope)
            receiver = owner if isinstance(owner, Definition) and owner.is_class else receiver
        if function is UNKNOWN and any(isinstance(each, Parser) for each in positional) and getattr(node.func, "attr", "") not in self.natives:
            raise unreadable(node, scope)
        return self.call(function, positional, keywords, receiver)

    def position(self, scope):
        classes = self.bases(scope.values["__self__"])
        return next((index for index, base in enumerate(classes) if base == scope.owner), 0)

    def call(self, function, positional, keywords, receiver=None):
        if isinstance(function, Method):
            return self.call_method(function, positional, keywords)
        if isinstance(function, External):
            return self.call_external(function.name, positional, keywords)
        if not isinstance(function, Definition):
            return UNKNOWN
        native = self.natives.get(function.name)
        if native is not None:
            return native(self, positional, keywords)
        if function.is_class:
            return Instance(function, keywords)
        return self.call_function(function, positional, keywords, receiver)

    def call_method(self, method, positional, keywords):
        if isinstance(method.value, Parser):
            if method.name == "add_argument":
                method.value.calls.append((positional, keywords))
                return UNKNOWN
            return method.value if method.name in ("add_argument_group", "add_mutually_exclusive_group") else UNKNOWN
        try:
            return getattr(method.value, method.name)(*positional, **keywords)
        except (TypeError, ValueError, KeyError, AttributeError):
            return UNKNOWN

    def call_external(self, name, positional, keywords):
        short = name.rpartition(".")[2]
        if short == "get_args" and positional and isinstance(positional[0], Generic):
            return literals_of(positional[0])
        if short == "permutations":
            return [list(each) for each in itertools.permutations(*positional, **keywords)]
        if name == "copy.deepcopy" or short == "cast":
            return positional[-1]
        if name.startswith("builtins.") and short in BUILTINS:
            values = [self.iterate(value) if self.is_enum(value) or isinstance(value, set) else value for value in positional]
            try:
                return BUILTINS[short](*values)
            except (TypeError, ValueError):
                return UNKNOWN
        return UNKNOWN

    def call_function(self, function, positional, keywords, receiver):
        parameters = [each.arg for each in function.node.args.args]
        decorators = [getattr(each, "id", "") for each in function.node.decorator_list]
        values = {"__self__": receiver} if receiver is not None else {}
        if function.owner is not None and "staticmethod" not in decorators and parameters:
            values[parameters.pop(0)] = receiver if receiver is not None else UNKNOWN
        defaults = function.node.args.defaults
        scope = Scope(function.module, values, function.owner)
        for parameter, default in zip(reversed(parameters), reversed(defaults)):
            values[parameter] = self.evaluate(default, scope)
        values.update(zip(parameters, positional), **keywords)
        if self.depth > 20:
            return UNKNOWN
        self.depth += 1
        try:
            self.execute(function.node.body, scope)
        except Return as result:
            return result.value
        finally:
            self.depth -= 1
        return None
