"""Turns the arguments that a parser declares into rows: name, form and allowed values."""

import ast

from python_values import UNKNOWN, Definition, External, Instance

# how a value is read, by the function that reads it; any other one may read anything, and counts as a string
FORMS = {
    "int": "integer", "float": "number", "str": "string", "loads": "json", "parse_dataclass": "json",
    "human_readable_int": "amount", "human_readable_int_or_auto": "amount",
}
FLAGS = ("store_true", "store_false", "store_const", "append_const", "count")


def rows_of(source, calls):
    """The rows of all declared arguments by name."""
    rows = {}
    for names, options in calls:
        long_names = [name[2:] for name in names if isinstance(name, str) and name.startswith("--")]
        row = row_of(source, options)
        if row is None or options.get("action") in ("help", "version"):
            continue
        rows.update({name: row for name in long_names})
    return rows


def row_of(source, options):
    action, nargs = options.get("action"), options.get("nargs")
    if isinstance(action, Definition):
        if ends_the_server(action, options):
            return None
        if source.inherits(action, "argparse.BooleanOptionalAction"):
            return {"form": "boolean"}
        nargs = options.get("nargs", nargs_of_class(source, action))
    if action == External("argparse.BooleanOptionalAction"):
        return {"form": "boolean"}
    if action in FLAGS or nargs == 0:
        return {"form": "flag"}
    form, reads_as_written = form_of(options.get("type", External("builtins.str")))
    values = values_of(options.get("choices")) if reads_as_written else None
    if nargs == "?":
        form = "optional"
    elif nargs is not None and nargs is not UNKNOWN:
        form = "list"
    return {"form": form, **({"values": values} if values else {})}


def form_of(reader):
    """The form of a value, and whether the choices hold for the value as it is written."""
    if isinstance(reader, Instance):  # optional_type, which also reads an empty value and None
        return form_of(reader.values["reads"])
    name = reader.name.rpartition(".")[2] if isinstance(reader, (External, Definition)) else ""
    return FORMS.get(name, "string"), name in FORMS


def values_of(choices):
    if isinstance(choices, set):
        choices = sorted(choices, key=str)
    if not isinstance(choices, (list, tuple)):
        return None
    # a list with a part that is not known is an open list
    values = [choice for choice in choices if choice not in (None, "None")]
    if not all(isinstance(value, (str, int, float)) for value in values):
        return None
    return sorted({str(value) for value in values})


def ends_the_server(action, options):
    """Whether an action exists only to say that the argument is gone."""
    call = next((each for each in action.node.body if isinstance(each, ast.FunctionDef) and each.name == "__call__"), None)
    if call is None:
        return False
    first = next((each for each in call.body if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))), None)
    if isinstance(first, ast.If) and "error_message" in ast.dump(first.test):
        return options.get("error_message") is not None
    return isinstance(first, ast.Raise) or (
        isinstance(first, ast.Expr) and isinstance(first.value, ast.Call) and getattr(first.value.func, "attr", "") == "error")


def nargs_of_class(source, action):
    """The number of values that an action reads by itself: the default of its constructor, or what it passes to its base."""
    constructor = source.attribute(action, "__init__")
    if not isinstance(constructor, Definition):
        return None
    arguments = constructor.node.args
    for parameter, default in zip(reversed(arguments.args), reversed(arguments.defaults)):
        if parameter.arg == "nargs" and isinstance(default, ast.Constant):
            return default.value
    for call in ast.walk(constructor.node):
        if isinstance(call, ast.Call):
            for keyword in call.keywords:
                if keyword.arg == "nargs" and isinstance(keyword.value, ast.Constant):
                    return keyword.value.value
    return None
