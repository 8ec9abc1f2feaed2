"""The arguments of SGLang's server."""

from argument_rows import rows_of
from python_source import Source
from python_values import UNKNOWN, External, Generic, Instance, Parser, literals_of

SERVER_ARGUMENTS = "sglang.srt.server_args"


def read(files):
    source = Source(files, {"add_cli_args_from_dataclass": add_from_data_class})
    parser = Parser([])
    server_arguments = source.name(SERVER_ARGUMENTS, "ServerArgs")
    source.call(source.attribute(server_arguments, "add_cli_args"), [parser], {}, server_arguments)
    return rows_of(source, parser.calls)


def add_from_data_class(source, positional, keywords):
    """What SGLang makes of annotated fields: https://github.com/sgl-project/sglang/blob/main/python/sglang/srt/arg_groups/arg_utils.py"""
    parser, records = positional[0], records_of(source, positional[1])
    for record in records:
        for name, kind in source.fields(record).items():
            metadata = metadata_of(kind)
            if metadata is not None and metadata.get("no_cli") is not True:
                names = [metadata.get("cli_name") or "--" + name.replace("_", "-"), *(metadata.get("aliases") or [])]
                parser.calls.append((names, options_of(kind.args[0], metadata)))


def records_of(source, definition):
    """The classes whose fields are arguments: the class itself, or the namespaces that it is assembled from."""
    namespaces = source.name(SERVER_ARGUMENTS, "_INPUT_NAMESPACES")
    return [definition, *(namespaces if isinstance(namespaces, list) else [])]


def metadata_of(kind):
    if not (isinstance(kind, Generic) and kind.origin == External("typing.Annotated")):
        return None
    for each in kind.args[1:]:
        if isinstance(each, Instance) and each.of.name == "Arg":
            return each.values
        if isinstance(each, str) or each is UNKNOWN:
            return {}
    return None


def options_of(kind, metadata):
    given = {name: metadata[name] for name in ("nargs", "choices") if metadata.get(name) is not None}
    if metadata.get("action") is not None:
        return {"action": metadata["action"], **(metadata.get("action_kwargs") or {})}
    kind = without_none(kind)
    reader = metadata.get("type_parser")
    origin = kind.origin.name.rpartition(".")[2].lower() if isinstance(kind, Generic) and isinstance(kind.origin, External) else ""
    if origin == "literal":
        values = list(literals_of(kind))
        return {"type": reader or External(f"builtins.{type(values[0]).__name__}"), "choices": given.get("choices", values)}
    if origin == "list" and reader is None:
        return {"type": simple(kind.args[0]), "nargs": "+", **given}
    if kind == External("builtins.bool"):
        return {"action": "store_true"}
    return {"type": reader or simple(kind), **given}


def without_none(kind):
    if isinstance(kind, Generic) and kind.origin == External("typing.Optional"):
        return kind.args[0]
    if isinstance(kind, Generic) and kind.origin == External("typing.Union"):
        others = [each for each in kind.args if each is not None]
        return others[0] if len(others) == 1 else kind
    return kind


def simple(kind):
    return kind if kind in (External("builtins.int"), External("builtins.float")) else External("builtins.str")
