"""Expressions of the fields of a configuration, which are calculated later, when the configuration is known.

An expression is a constant of Python (a number, a string, None, a bool), or a Symbol. Its text is in prefix notation: `+ * 2 hidden_size 1`,
with operators in capitals, so that they differ from fields.
"""


class Unsupported(Exception):
    """What this reader does not understand, so that the model is left out."""


class Symbol:
    def __init__(self, operator, *operands):
        self.operator = operator
        self.operands = operands
        self.key = (operator, *(operand.key if isinstance(operand, Symbol) else (type(operand).__name__, operand) for operand in operands))

    def __eq__(self, other):
        return isinstance(other, Symbol) and self.key == other.key

    def __hash__(self):
        return hash(self.key)


CONSTANTS = (int, float, str, bool, type(None))

ARITHMETIC = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right,
    "//": lambda left, right: left // right,
    "%": lambda left, right: left % right,
    "^": lambda left, right: left ** right,
    "max": max,
    "min": min,
    "==": lambda left, right: left == right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
}


def is_constant(value):
    return isinstance(value, CONSTANTS)


def is_expression(value):
    return isinstance(value, Symbol) or is_constant(value)


def field(path):
    return Symbol("field", path)


def operation(operator, left, right):
    for operand in (left, right):
        if not is_expression(operand):
            raise Unsupported(f"operand {type(operand).__name__} of {operator}")
    if is_constant(left) and is_constant(right):
        try:
            return ARITHMETIC[operator](left, right)
        except TypeError as error:
            raise Unsupported(str(error)) from error
    if operator == "*" and (left == 0 and not isinstance(left, Symbol) or right == 0 and not isinstance(right, Symbol)):
        return 0
    if operator in ("*", "^", "/", "//") and right == 1:
        return left
    if operator == "*" and left == 1:
        return right
    if operator in ("+", "-") and right == 0 and not isinstance(right, (Symbol, bool)):
        return left
    if operator == "+" and left == 0 and not isinstance(left, (Symbol, bool)):
        return right
    if operator == "==" and left == right:
        return True
    return Symbol(operator, left, right)


def negation(value):
    if isinstance(value, Symbol):
        return value.operands[0] if value.operator == "not" else Symbol("not", value)
    return not value


def choice(condition, yes, no):
    """The expression with the value of one of two, by a condition."""
    if same(yes, no):
        return yes
    if not isinstance(condition, Symbol):
        return yes if condition else no
    if not (is_expression(yes) and is_expression(no)):
        raise Unsupported("a choice of values that are no expressions")
    if condition.operator == "not":
        return choice(condition.operands[0], no, yes)
    return Symbol("?", condition, yes, no)


def same(left, right):
    if isinstance(left, Symbol) or isinstance(right, Symbol):
        return left == right
    return left is right or (is_constant(left) and type(left) is type(right) and left == right)


def text(value):
    """An expression in prefix notation, with a space between its words."""
    if isinstance(value, Symbol):
        return " ".join([*([] if value.operator == "field" else [value.operator.upper()]), *(word(value.operator, operand) for operand in value.operands)])
    return word("", value)


def word(operator, operand):
    if operator == "field" and isinstance(operand, str):
        return operand
    if isinstance(operand, Symbol):
        return text(operand)
    if isinstance(operand, bool):
        return "true" if operand else "false"
    if operand is None:
        return "null"
    if isinstance(operand, str):
        if " " in operand:
            raise Unsupported(f"a string with a space: {operand}")
        return f"'{operand}"
    if isinstance(operand, float) and operand == int(operand):
        return str(int(operand))
    return repr(operand)
