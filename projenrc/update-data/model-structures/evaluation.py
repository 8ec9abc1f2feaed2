"""Evaluates the expressions of Python source."""

import ast

from expressions import Symbol, Unsupported, field, is_constant, is_expression, negation, operation, same
from values import (UNSET, Choice, Class, Config, External, Function, Keywords, Many, Mapping, Native, Object, Parameter, Range, Sequence, Sub, Tensor, Unknown,
                    list_expression, merged)

OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "^"}


class Evaluation:
    def evaluate(self, node, scope):
        method = getattr(self, f"evaluate_{type(node).__name__}", None)
        return Unknown(f"{type(node).__name__}, line {getattr(node, 'lineno', 0)}") if method is None else method(node, scope)

    def evaluate_Constant(self, node, scope):
        return node.value if is_constant(node.value) else Unknown("a constant of another type")

    def evaluate_Name(self, node, scope):
        space = scope
        while space is not None:
            if node.id in space["names"] and space["names"][node.id] is not UNSET:
                return space["names"][node.id]
            space = space["outer"]
        return self.name(scope["module"], node.id)

    def evaluate_Attribute(self, node, scope):
        return self.attribute(self.evaluate(node.value, scope), node.attr)

    def evaluate_List(self, node, scope):
        items = []
        for item in node.elts:
            if isinstance(item, ast.Starred):
                value = self.evaluate(item.value, scope)
                if not isinstance(value, Sequence):
                    return Unknown("a starred value")
                items.extend(value.items)
            else:
                items.append(self.evaluate(item, scope))
        return self.sequence(items)

    evaluate_Tuple = evaluate_Set = evaluate_List

    def evaluate_Dict(self, node, scope):
        items = {}
        for key, value in zip(node.keys, node.values):
            if key is None:
                other = self.evaluate(value, scope)
                if not isinstance(other, Mapping):
                    return Unknown("an unknown dictionary")
                items.update(other.space["items"])
                continue
            name = self.evaluate(key, scope)
            if not is_expression(name):
                return Unknown("a dictionary with unknown keys")
            items[name] = self.evaluate(value, scope)
        return self.mapping(items)

    def evaluate_JoinedStr(self, node, scope):
        parts = []
        for part in node.values:
            value = self.evaluate(part.value if isinstance(part, ast.FormattedValue) else part, scope)
            if not isinstance(value, (str, int)):
                return Unknown("a formatted string")
            parts.append(str(value))
        return "".join(parts)

    def evaluate_Lambda(self, node, scope):
        return Function(module=scope["module"], node=node, bound=None, owner=None, scope=scope)

    def evaluate_NamedExpr(self, node, scope):
        value = self.evaluate(node.value, scope)
        self.put(scope["names"], node.target.id, value)
        return value

    def evaluate_Starred(self, node, scope):
        return self.evaluate(node.value, scope)

    def evaluate_BinOp(self, node, scope):
        left, right = self.evaluate(node.left, scope), self.evaluate(node.right, scope)
        return self.binary(node.op, left, right)

    def binary(self, operator, left, right):
        for value in (left, right):
            if isinstance(value, Unknown):
                return value
        if isinstance(operator, ast.Add) and (isinstance(left, (Sequence, Range)) or isinstance(right, (Sequence, Range))):
            if isinstance(left, Sequence) and isinstance(right, Sequence):
                return self.sequence([*left.items, *right.items])
            return Symbol("cat", list_expression(left), list_expression(right))
        if isinstance(operator, ast.Mult) and isinstance(right, Sequence):
            left, right = right, left
        if isinstance(operator, ast.Mult) and isinstance(left, Sequence):
            if isinstance(right, int):
                return self.sequence([item for _ in range(right) for item in left.items])
            if len(left.items) == 1:
                return self.sequence([Many(variable=self.variable(), count=right, item=left.items[0])])
            return Unknown("a repeated list")
        if isinstance(left, Choice) or isinstance(right, Choice):
            chosen = left if isinstance(left, Choice) else right
            sides = [self.binary(operator, side if chosen is left else left, side if chosen is right else right) for side in (chosen.yes, chosen.no)]
            return merged(chosen.condition, *sides, self.sequence)
        if isinstance(left, (Tensor, Parameter)) or isinstance(right, (Tensor, Parameter)):
            return left if isinstance(left, (Tensor, Parameter)) else right
        name = OPERATORS.get(type(operator))
        if name is None or not (is_expression(left) and is_expression(right)):
            return Unknown(f"operator {type(operator).__name__}")
        return operation(name, left, right)

    def evaluate_UnaryOp(self, node, scope):
        value = self.evaluate(node.operand, scope)
        if isinstance(node.op, ast.Not):
            return self.negated(self.truth(value))
        if isinstance(node.op, ast.USub) and isinstance(value, (int, float, Symbol)):
            return -value if isinstance(value, (int, float)) else operation("-", 0, value)
        return value if isinstance(value, (Unknown, Tensor)) else Unknown("a unary operator")

    def negated(self, value):
        return value if isinstance(value, Unknown) else negation(value)

    def evaluate_BoolOp(self, node, scope):
        is_or = isinstance(node.op, ast.Or)
        result = self.evaluate(node.values[0], scope)
        for following in node.values[1:]:
            truth = self.truth(result)
            if is_constant(truth):
                if bool(truth) == is_or:
                    return result
                result = self.evaluate(following, scope)
                continue
            value = self.evaluate(following, scope)
            if is_constant(value) and isinstance(value, bool) and value == is_or and isinstance(truth, Unknown):
                result = value
            elif isinstance(truth, Unknown):
                result = truth
            elif is_or:
                result = merged(truth, True if is_boolean(truth) else result, value, self.sequence)
            else:
                result = merged(truth, value, False if is_boolean(truth) else result, self.sequence)
        return result

    def truth(self, value):
        """What decides a branch: a constant, a symbol, or Unknown."""
        if isinstance(value, Sequence):
            if any(isinstance(item, (Many, Choice)) for item in value.items):
                return operation("<", 0, Symbol("len", list_expression(value)))
            return len(value.items) > 0
        if isinstance(value, Mapping):
            return len(value.space["items"]) > 0
        if isinstance(value, (Object, Config, Class, Function, Native, Sub, Tensor, Parameter)):
            return True
        if value is UNSET:
            return False
        if isinstance(value, Choice):
            yes, no = self.truth(value.yes), self.truth(value.no)
            return Unknown("a choice") if isinstance(yes, Unknown) or isinstance(no, Unknown) else merged(value.condition, yes, no, self.sequence)
        if isinstance(value, (External, Range)):
            return Unknown("the truth of an external value")
        return value

    def evaluate_Compare(self, node, scope):
        left, result = self.evaluate(node.left, scope), True
        for operator, right_node in zip(node.ops, node.comparators):
            right = self.evaluate(right_node, scope)
            result_here = self.compared(operator, left, right)
            result = result_here if result is True else merged(result, result_here, False, self.sequence) if isinstance(result, Symbol) else result
            left = right
        return result

    def compared(self, operator, left, right):
        for value in (left, right):
            if isinstance(value, Unknown):
                return value
        if isinstance(left, Choice):
            return merged(left.condition, self.compared(operator, left.yes, right), self.compared(operator, left.no, right), self.sequence)
        if isinstance(operator, (ast.In, ast.NotIn)):
            result = self.contained(left, right)
            return self.negated(result) if isinstance(operator, ast.NotIn) else result
        if isinstance(operator, (ast.Is, ast.Eq, ast.IsNot, ast.NotEq)):
            result = self.equal(left, right)
            return self.negated(result) if isinstance(operator, (ast.IsNot, ast.NotEq)) else result
        if not (is_expression(left) and is_expression(right)):
            return Unknown("a comparison")
        if isinstance(operator, (ast.Gt, ast.GtE)):
            left, right = right, left
        return operation("<" if isinstance(operator, (ast.Lt, ast.Gt)) else "<=", left, right)

    def equal(self, left, right):
        if is_constant(left) and is_constant(right):
            return left == right and (left is None) == (right is None)
        if is_expression(left) and is_expression(right):
            return True if same(left, right) else Symbol("==", left, right)
        if left is None or right is None:
            return False if left is not right else True
        if left is right:
            return True
        return Unknown("an equality")

    def contained(self, item, container):
        if isinstance(container, Keywords):
            return self.negated(Symbol("==", self.keyword(container, item), None))
        if isinstance(container, Mapping):
            container = self.sequence(container.space["items"].keys())
        if isinstance(item, str) and isinstance(container, str):
            return item in container
        if not is_expression(item):
            return Unknown("what is in a list")
        if isinstance(container, Sequence) and is_constant(item) and all(is_constant(other) for other in container.items):
            return item in container.items
        try:
            return Symbol("in", item, list_expression(container))
        except Unsupported as error:
            return Unknown(str(error))

    def evaluate_IfExp(self, node, scope):
        condition = self.truth(self.evaluate(node.test, scope))
        if is_constant(condition):
            return self.evaluate(node.body if condition else node.orelse, scope)
        return merged(condition, self.evaluate(node.body, scope), self.evaluate(node.orelse, scope), self.sequence)

    def evaluate_Subscript(self, node, scope):
        container = self.evaluate(node.value, scope)
        if isinstance(container, Tensor):
            return self.reshaped(container, node.slice)
        if isinstance(node.slice, ast.Slice):
            ends = [None if end is None else self.evaluate(end, scope) for end in (node.slice.lower, node.slice.upper, node.slice.step)]
            return self.sliced(container, *ends)
        return self.subscript(container, self.evaluate(node.slice, scope))

    def reshaped(self, tensor, index):
        """A tensor with further dimensions: `[None, :]`."""
        parts = index.elts if isinstance(index, ast.Tuple) else [index]
        shape, rest = [], list(tensor.shape)
        for part in parts:
            if isinstance(part, ast.Constant) and part.value is None:
                shape.append(1)
            elif isinstance(part, ast.Slice) and part.lower is part.upper is part.step is None and rest:
                shape.append(rest.pop(0))
            else:
                return Unknown("an index of a tensor")
        return Tensor(shape=[*shape, *rest])

    def sliced(self, container, lower, upper, step):
        if isinstance(container, Sequence) and all(is_constant(end) for end in (lower, upper, step)):
            if not any(isinstance(item, Many) for item in container.items):
                return self.sequence(container.items[slice(lower, upper, step)])
        if isinstance(container, Tensor):
            return Unknown("a slice of a tensor")
        if step not in (None, 1) or isinstance(container, (Unknown, External)) or not (is_expression(lower) and is_expression(upper)):
            return Unknown("a slice")
        try:
            return Symbol("slice", list_expression(container), 0 if lower is None else lower, upper)
        except Unsupported as error:
            return Unknown(str(error))

    def subscript(self, container, index):
        if isinstance(container, Unknown) or isinstance(index, Unknown):
            return container if isinstance(container, Unknown) else index
        if isinstance(container, Choice):
            sides = [UNSET if side in (None, UNSET) else self.subscript(side, index) for side in (container.yes, container.no)]
            return sides[1] if sides[0] is UNSET else sides[0] if sides[1] is UNSET else merged(container.condition, *sides, self.sequence)
        if isinstance(container, Keywords):
            return self.keyword(container, index)
        if isinstance(container, Mapping):
            return self.looked_up(container, index, Unknown("a key that is not there"))
        if isinstance(container, External):
            return container
        if isinstance(container, Object) and "list" in container.space:
            container = container.space["list"]
        if isinstance(container, Sequence) and isinstance(index, int) and not any(isinstance(item, (Many, Choice)) for item in container.items):
            return container.items[index] if -len(container.items) <= index < len(container.items) else Unknown("an index out of range")
        if isinstance(container, Sequence) and len(container.items) == 1 and isinstance(container.items[0], Many) and not is_expression(container.items[0].item):
            return container.items[0].item
        if isinstance(container, Tensor) and isinstance(index, int):
            return Unknown("an item of a tensor")
        try:
            return Symbol("at", list_expression(container), index) if is_expression(index) else Unknown("an index")
        except Unsupported as error:
            return Unknown(str(error))

    def looked_up(self, mapping, key, missing):
        """The value of a key. A key that is only known later makes a choice of all values."""
        items = mapping.space["items"]
        if is_constant(key):
            return items.get(key, missing)
        if not isinstance(key, Symbol):
            return Unknown("a key")
        if key in items:
            return items[key]
        result = missing
        for name, value in items.items():
            result = value if result is missing and isinstance(missing, Unknown) else merged(Symbol("==", key, name), value, result, self.sequence)
        return result

    def evaluate_ListComp(self, node, scope):
        return self.comprehension(node.generators, lambda inner: [self.evaluate(node.elt, inner)], scope)

    evaluate_GeneratorExp = evaluate_SetComp = evaluate_ListComp

    def comprehension(self, generators, build, scope):
        inner = self.scope(scope["module"], scope)
        return self.sequence(self.generated(generators, build, inner))

    def generated(self, generators, build, scope):
        if not generators:
            return build(scope)
        generator, rest = generators[0], generators[1:]
        found = []
        for count, variable, value in self.iterated(self.evaluate(generator.iter, scope)):
            self.bind_target(generator.target, value, scope)
            condition = True
            for test in generator.ifs:
                condition = merged(self.truth(self.evaluate(test, scope)), condition, False, self.sequence)
            items = [] if condition is False else self.generated(rest, build, scope)
            items = [item if condition is True else merged(condition, item, UNSET, self.sequence) for item in items]
            found.extend(items if count is None else [Many(variable=variable, count=count, item=item) for item in items])
        return found

    def evaluate_DictComp(self, node, scope):
        pairs = self.comprehension(node.generators, lambda inner: [self.sequence([self.evaluate(node.key, inner), self.evaluate(node.value, inner)])], scope)
        if any(not isinstance(pair, Sequence) for pair in pairs.items):
            return Unknown("a dictionary of unknown size")
        return self.mapping({pair.items[0]: pair.items[1] for pair in pairs.items if is_constant(pair.items[0])})

    def iterated(self, value):
        """The items of a value as (count, variable, item): count is None for a single item."""
        if isinstance(value, Range):
            if isinstance(value.count, int):
                return [(None, None, value.at(index)) for index in range(value.count)]
            return [(value.count, value.variable, value.item)]
        if isinstance(value, Mapping):
            return [(None, None, key) for key in value.space["items"]]
        if isinstance(value, Object) and "list" in value.space:
            value = value.space["list"]
        if isinstance(value, Sequence):
            if any(isinstance(item, Choice) and (isinstance(item.yes, Many) or isinstance(item.no, Many)) for item in value.items):
                raise Unsupported("a loop over one of two lists")
            return [(item.count, item.variable, item.item) if isinstance(item, Many) else (None, None, item) for item in value.items]
        if isinstance(value, Symbol):
            variable = self.variable()
            return [(Symbol("len", value), variable, Symbol("at", value, field(variable)))]
        raise Unsupported(f"a loop over {value.reason if isinstance(value, Unknown) else type(value).__name__}")


def is_boolean(value):
    """Whether the value of an expression is true or false."""
    return isinstance(value, Symbol) and value.operator in ("==", "<", "<=", "in", "not")
