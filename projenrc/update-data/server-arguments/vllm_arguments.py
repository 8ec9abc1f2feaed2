"""The arguments of vLLM's server, and the values that it checks after it has parsed them."""

import ast

from argument_rows import rows_of
from python_source import Source
from python_values import UNKNOWN, Definition, External, Generic, Instance, Parser, literals_of

ENGINE_ARGUMENTS = "vllm.engine.arg_utils"
# the module of the parser, the newest first
PARSERS = ("vllm.entrypoints.launchers.cli_args", "vllm.entrypoints.openai.cli_args")

# https://github.com/vllm-project/vllm/blob/main/vllm/engine/arg_utils.py: load_general_plugins lets plugins add to these lists
REGISTRIES = {
    "tool-call-parser": ("vllm.tool_parsers", "_TOOL_PARSERS_TO_REGISTER", {"unless": "tool-parser-plugin"}),
    "reasoning-parser": ("vllm.reasoning", "_REASONING_PARSERS_TO_REGISTER", {"unless": "reasoning-parser-plugin"}),
    "quantization": ("vllm.model_executor.layers.quantization", "QUANTIZATION_METHODS", {"caseless": True}),
    "load-format": ("vllm.model_executor.model_loader", "_LOAD_FORMAT_TO_MODEL_LOADER", {"caseless": True}),
}


def read(files):
    source = Source(files, {
        "get_kwargs": get_kwargs,
        "optional_type": optional_type,
        "load_general_plugins": nothing,
        "pre_register_and_update": nothing,  # what a platform may change, which that of CUDA does not
    })
    parser = Parser([])
    module = next(name for name in PARSERS if source.tree(name) is not None)
    source.call(source.name(module, "make_arg_parser"), [parser], {})
    rows = rows_of(source, parser.calls)
    for name, (module, registry, facts) in REGISTRIES.items():
        values = source.name(module, registry)
        if values is not UNKNOWN and name in rows:
            rows[name] = {**rows[name], "values": sorted(str(value) for value in values), **facts}
    return rows


def nothing(source, positional, keywords):
    return None


def optional_type(source, positional, keywords):
    return Instance(None, {"reads": positional[0]})


def get_kwargs(source, positional, keywords):
    """What vLLM makes of the types of a configuration class: https://github.com/vllm-project/vllm/blob/main/vllm/engine/arg_utils.py"""
    amounts = strings_of(source.name(ENGINE_ARGUMENTS, "_compute_kwargs"))
    return {name: options_of(source, name, flattened(kind), amounts) for name, kind in source.fields(positional[0]).items()}


def strings_of(function):
    """The strings in a function. It names the few whole numbers that may have a unit, such as 1k."""
    return {each.value for each in ast.walk(function.node) if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def options_of(source, name, hints, amounts):
    if any(is_data_class(source, hint) for hint in hints):
        return {"type": External("json.loads")}
    if sorted(map(repr, hints)) == sorted(map(repr, [External("builtins.bool"), External("builtins.str"), None])):
        return {"type": External("builtins.str"), "nargs": "?"}
    if has(hints, "bool"):
        return {"action": External("argparse.BooleanOptionalAction")}
    literal = next((hint for hint in hints if is_literal(hint)), None)
    if literal is not None:
        return choices_of(literal, open_list=has(hints, "str"))
    for sequence in ("tuple", "list", "set"):
        if has(hints, sequence):
            return elements_of(next(hint for hint in hints if is_type(hint, sequence)))
    if has(hints, "int"):
        return {"type": External("human_readable_int" if name in amounts else "builtins.int")}
    if has(hints, "float"):
        return {"type": External("builtins.float")}
    if any(is_type(hint, "dict") or is_dictionary(source, hint) for hint in hints):
        only = all(hint is None or is_type(hint, "dict") or is_dictionary(source, hint) for hint in hints)
        return {"type": External("json.loads" if only else "builtins.str")}
    return {"type": External("builtins.str")}


def choices_of(literal, open_list):
    values = list(literals_of(literal))
    reader = External(f"builtins.{type(values[0]).__name__}")
    return {"type": reader} if open_list else {"type": reader, "choices": values}


def elements_of(sequence):
    element = sequence.args[0] if isinstance(sequence, Generic) else External("builtins.str")
    options = choices_of(element, open_list=False) if is_literal(element) else {"type": External("builtins.str") if isinstance(element, Generic) else element}
    return {**options, "nargs": "+"}


def flattened(kind):
    """The types that an annotation allows."""
    origin = origin_of(kind)
    if origin in ("Annotated", "SkipValidation"):
        return flattened(kind.args[0])
    if origin == "Optional":
        return [*flattened(kind.args[0]), None]
    if origin == "Union":
        return [hint for each in kind.args for hint in flattened(each)]
    return [kind]


def origin_of(kind):
    return kind.origin.name.rpartition(".")[2] if isinstance(kind, Generic) and isinstance(kind.origin, External) else ""


def is_literal(kind):
    return origin_of(kind) == "Literal"


def is_type(hint, name):
    return hint == External(f"builtins.{name}") or origin_of(hint).lower() == name


def has(hints, name):
    return any(is_type(hint, name) for hint in hints)


def is_data_class(source, hint):
    """Whether a class, or one of its bases, is a data class. vLLM's own decorator `config` makes one."""
    return isinstance(hint, Definition) and hint.is_class and any(
        isinstance(base, Definition) and any("dataclass" in ast.dump(each) or "'config'" in ast.dump(each) for each in base.node.decorator_list)
        for base in source.bases(hint))


def is_dictionary(source, hint):
    return isinstance(hint, Definition) and hint.is_class and source.inherits(hint, "builtins.dict")
