"""The values of the reader, in addition to expressions: modules, configurations, lists, and what depends on a condition."""

from expressions import Symbol, Unsupported, choice, is_expression, same


class Unset:
    """An attribute that is not there in one of two branches."""

    def __repr__(self):
        return "UNSET"


UNSET = Unset()


class Unknown:
    """A value that is only known when the code runs. A model whose parameters depend on it is left out."""

    def __init__(self, reason):
        self.reason = reason


class Space(dict):
    """Names and their values, with the time of its creation."""

    born = 0


class Value:
    def __init__(self, **fields):
        self.__dict__.update(fields)


class External(Value):
    """A name of another package: name."""


class Class(Value):
    """A class of the package: module, node."""


class Function(Value):
    """A function: module, node, bound (the object of a method) and owner (the class that has it), scope (of a nested function)."""


class Super(Value):
    """`super()`: target, owner."""


class Object(Value):
    """An instance of a class: cls, space."""


class Parameter(Value):
    """A tensor of weights: tag (P plain, L matrix of a linear layer, X experts), size, shape, tied (the condition under which it is another one)."""

    tied = False


class Tensor(Value):
    """A tensor that is no parameter: shape."""


class Config(Value):
    """A configuration: path of the root, cls (None if only known later), space of what the code has set, raw while it is initialized."""


class Sub(Value):
    """A model that the type of a configuration decides: path, kind."""


class Sequence(Value):
    """A list or a tuple: space with items, of which each is a value, or Many."""

    @property
    def items(self):
        return self.space["items"]


class Many(Value):
    """The same item for each value of a variable, from 0 to a count."""


class Mapping(Value):
    """A dictionary: space with items."""


class Keywords(Value):
    """What a configuration file has in addition to the fields of the class: path of the configuration."""


class Range(Value):
    """A range: start, count, step."""


class Choice(Value):
    """One of two values: condition, yes, no."""


class Native(Value):
    """A function of this reader: call."""


def merged(condition, yes, no, build):
    """One value of two, by a condition. `build` creates a list."""
    if yes is no or (is_expression(yes) and is_expression(no) and same(yes, no)):
        return yes
    if isinstance(condition, Unknown):
        if isinstance(yes, (Object, Sub, Choice)) or isinstance(no, (Object, Sub, Choice)):
            return Choice(condition=condition, yes=yes, no=no)
        return Unknown(condition.reason)
    if not isinstance(condition, Symbol):
        return yes if condition else no
    if is_expression(yes) and is_expression(no):
        return choice(condition, yes, no)
    if isinstance(yes, Unknown) and isinstance(no, Unknown):
        return yes
    if isinstance(yes, Sequence) and isinstance(no, Sequence):
        return build(merged_items(condition, yes.items, no.items, build))
    if isinstance(yes, Sequence) and is_expression(no) or isinstance(no, Sequence) and is_expression(yes):
        try:
            return choice(condition, list_expression(yes), list_expression(no))
        except Unsupported:
            pass
    return Choice(condition=condition, yes=yes, no=no)


def merged_items(condition, yes, no, build):
    if len(yes) == len(no):
        return tuple(merged(condition, left, right, build) for left, right in zip(yes, no))
    common = 0
    while common < min(len(yes), len(no)) and (yes[common] is no[common] or is_expression(yes[common]) and same(yes[common], no[common])):
        common += 1
    return (
        *yes[:common],
        *(Choice(condition=condition, yes=item, no=UNSET) for item in yes[common:]),
        *(Choice(condition=condition, yes=UNSET, no=item) for item in no[common:]),
    )


def list_expression(value):
    """A list as an expression."""
    if is_expression(value):
        return value
    if isinstance(value, Range):
        return Symbol("each", value.variable, value.count, value.item)
    if isinstance(value, Choice):
        return choice(value.condition, list_expression(value.yes), list_expression(value.no))
    if not isinstance(value, Sequence):
        raise Unsupported(f"{type(value).__name__} as a list")
    parts = [item_expression(item) for item in value.items]
    joined = None
    for part in parts:
        joined = part if joined is None else Symbol("cat", joined, part)
    return Symbol("none") if joined is None else joined


def item_expression(item):
    if isinstance(item, Many):
        return Symbol("each", item.variable, item.count, element(item.item))
    return Symbol("one", element(item))


def element(item):
    if item is UNSET:
        return Symbol("skip")
    if isinstance(item, Choice):
        return choice(item.condition, element(item.yes), element(item.no))
    if isinstance(item, (Sequence, Range)):
        return list_expression(item)
    if not is_expression(item):
        raise Unsupported(f"{type(item).__name__} in a list")
    return item
