"""The number of parameters of a module, as an expression of the fields of its configuration.

Each product has a factor that says what the parameters are: @P are embeddings, convolutions, and the layers at the end, which quantization leaves as
they are; @L are matrices of linear layers; @X are experts. Vectors (biases and norms) are left out: they are less than half a percent of a model.
"""

from expressions import Symbol, Unsupported, choice, field, is_constant, operation, text
from polynomials import simplified
from values import Choice, Many, Object, Parameter, Sequence, Sub, Unknown

HEADS = {"lm_head", "embed_out", "embed_out_proj", "score", "classifier", "qa_outputs", "cls", "proj_out", "decoder_head", "output_projection", "codec_head"}


def parameters_of(module):
    return simplified(count(module, set(), False))


def parameters_with(module, base, known, renamed):
    """The same, with a reference to the model without a head that it contains, whose parameters are known."""
    part = next((part for part in module.space.values() if isinstance(part, Object) and getattr(part.cls, "node", None) is base), None)
    if part is None or text(renamed(parameters_of(part))) != text(known):
        return parameters_of(module)
    seen = {id(part), *(id(inner) for inner in inside(part))}
    return simplified(operation("+", Symbol("model", ".", "Model"), count(module, seen, False)))


def inside(value):
    """The parameters of a module."""
    parts = value.items if isinstance(value, Sequence) else value.space.values() if isinstance(value, Object) else (
        [value.yes, value.no] if isinstance(value, Choice) else [value.item] if isinstance(value, Many) else [])
    for part in parts:
        if isinstance(part, Parameter):
            yield part
        else:
            yield from inside(part)


def count(value, seen, head):
    if isinstance(value, Parameter):
        return count_parameter(value, seen, head)
    if isinstance(value, Choice):
        return count_choice(value, seen, head)
    if isinstance(value, Sub):
        if value.path is None:
            raise Unsupported("a model whose type is unknown")
        return Symbol("model", value.path or ".", value.kind)
    if isinstance(value, Object):
        if id(value) in seen:
            return 0
        if value.cls is not None:  # the others exist only while they are counted
            seen.add(id(value))
        total = 0
        for name, part in value.space.items():
            if name == "list":
                total = operation("+", total, count_list(part, seen, head))
            elif isinstance(part, Unknown) and part.reason.startswith("a call of"):  # it may be a layer
                raise Unsupported(f"{name}: {part.reason}")
            elif name != "bias" and isinstance(part, (Object, Parameter, Choice, Sub)):
                total = operation("+", total, count(part, seen, head or name in HEADS))
        return total
    if isinstance(value, Many):
        return count_many(value, seen, head)
    if isinstance(value, Unknown):
        raise Unsupported(value.reason)
    return 0


def count_parameter(value, seen, head):
    if id(value) in seen or len(value.shape) == 1 or value.tied is True:
        return 0
    seen.add(id(value))
    for part in (value.size, value.tied):
        if isinstance(part, Unknown):
            raise Unsupported(part.reason)
    size = operation("*", field("@P" if head and value.tag == "L" else f"@{value.tag}"), value.size)
    return choice(value.tied, 0, size) if isinstance(value.tied, Symbol) else size


def count_choice(value, seen, head):
    if not has_module(value):
        return 0
    yes_seen, no_seen = set(seen), set(seen)
    yes, no = count(value.yes, yes_seen, head), count(value.no, no_seen, head)
    seen |= yes_seen | no_seen
    if isinstance(value.condition, Unknown):
        if text(simplified(yes)) != text(simplified(no)):
            raise Unsupported(value.condition.reason)
        return yes
    return choice(value.condition, yes, no)


def has_module(value):
    return isinstance(value, (Object, Parameter, Sub)) or isinstance(value, Many) and has_module(value.item) or isinstance(value, Choice) and (has_module(value.yes) or has_module(value.no))


def count_list(value, seen, head):
    if isinstance(value, Choice):
        return count_choice(Choice(condition=value.condition, yes=wrapped(value.yes), no=wrapped(value.no)), seen, head)
    total = 0
    for item in value.items if isinstance(value, Sequence) else []:
        total = operation("+", total, count_many(item, seen, head) if isinstance(item, Many) else count(item, seen, head))
    return total


def count_many(many, seen, head):
    """The parameters of the same item many times."""
    part = simplified(count_many(many.item, seen, head) if isinstance(many.item, Many) else count(many.item, seen, head))
    if is_constant(part) and part == 0:
        return 0
    if is_constant(part) or many.variable not in text(part).split():
        return operation("*", many.count, part)
    return Symbol("sum", many.variable, many.count, part)


def wrapped(value):
    return Object(cls=None, space={"list": value}) if isinstance(value, Sequence) else value
