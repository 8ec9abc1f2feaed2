"""Calls: layers of PyTorch, classes and functions of the package, and the functions of Python that configurations and models use."""

import ast
import math

from expressions import Symbol, Unsupported, is_constant, is_expression, operation
from statements import RAISED, Returned
from torch_layers import LAYERS, WITHOUT_PARAMETERS, conv1d_of_transformers
from values import (UNSET, Choice, Class, Config, External, Function, Many, Mapping, Native, Object, Parameter, Range, Sequence, Super, Tensor, Unknown,
                    list_expression, merged)

AUTOMATIC = {
    "AutoModel": "Model", "AutoModelForCausalLM": "CausalLM", "AutoModelForSeq2SeqLM": "Seq2Seq", "AutoModelForImageTextToText": "ImageText",
    "AutoModelForMaskedLM": "MaskedLM", "AutoModelForTextEncoding": "TextEncoding", "AutoModelForKeypointDetection": None, "AutoBackbone": None,
}
TENSORS = {"Tensor", "FloatTensor", "empty", "zeros", "ones", "randn", "rand", "full"}
SAME_SHAPE = {"log", "exp", "clone", "to", "float", "half", "contiguous", "uniform_", "normal_", "zero_", "fill_", "type", "detach", "bfloat16", "clamp", "sqrt",
              "ones_like", "zeros_like", "empty_like", "abs", "neg", "log_", "exp_", "double"}


class Calls:
    def evaluate_Call(self, node, scope):
        if isinstance(node.func, ast.Name) and node.func.id == "super":
            return Super(target=scope["self"], owner=scope["owner"])
        arguments = []
        for argument in node.args:
            value = self.evaluate(argument, scope)
            if isinstance(argument, ast.Starred):
                if not isinstance(value, Sequence):
                    return self.starred(node, value, scope)
                arguments.extend(value.items)
            else:
                arguments.append(value)
        keywords = {}
        for keyword in node.keywords:
            value = self.evaluate(keyword.value, scope)
            if keyword.arg is not None:
                keywords[keyword.arg] = value
            elif isinstance(value, Mapping):
                keywords.update(value.space["items"])
        return self.call(self.evaluate(node.func, scope), arguments, keywords)

    def starred(self, node, value, scope):
        return Unknown("starred arguments")

    def call(self, function, arguments, keywords):
        try:
            return self.called(function, arguments, keywords)
        except (TypeError, AttributeError, IndexError, ValueError, KeyError, ZeroDivisionError) as error:
            return Unknown(f"a call of {getattr(function, 'name', type(function).__name__)} ({error})")

    def called(self, function, arguments, keywords):
        if isinstance(function, Choice):
            sides = [UNSET if side in (None, UNSET) else self.call(side, arguments, keywords) for side in (function.yes, function.no)]
            return sides[1] if sides[0] is UNSET else sides[0] if sides[1] is UNSET else merged(function.condition, *sides, self.sequence)
        if isinstance(function, Native):
            return function.call(*arguments, **keywords)
        if isinstance(function, Class):
            return self.instance(function, arguments, keywords)
        if isinstance(function, Function):
            return self.run_function(function, arguments, keywords)
        if isinstance(function, External):
            return self.call_external(function.name, arguments, keywords)
        return Unknown(f"a call of {function.reason if isinstance(function, Unknown) else type(function).__name__}")

    def run_function(self, function, arguments, keywords):
        if len(self.stack) > 40:
            raise Unsupported("recursion")
        scope = self.scope(function.module, function.scope)
        scope["owner"] = function.owner
        scope["self"] = function.bound
        self.bind_arguments(function.node.args, ([] if function.bound is None else [function.bound]) + arguments, keywords, scope)
        if isinstance(function.node, ast.Lambda):
            return self.evaluate(function.node.body, scope)
        self.stack.append(function.node.name)
        try:
            result = self.execute(function.node.body, scope)
        finally:
            self.stack.pop()
        return result.value if isinstance(result, Returned) else UNSET if result == RAISED else None

    def bind_arguments(self, parameters, arguments, keywords, scope):
        names = [argument.arg for argument in [*parameters.posonlyargs, *parameters.args]]
        outer = {**scope}
        outer["names"] = self.space()
        defaults = dict(zip(names[len(names) - len(parameters.defaults):], parameters.defaults))
        defaults.update({argument.arg: default for argument, default in zip(parameters.kwonlyargs, parameters.kw_defaults) if default is not None})
        rest = dict(keywords)
        for index, name in enumerate([*names, *(argument.arg for argument in parameters.kwonlyargs)]):
            if index < len(arguments) and index < len(names):
                value = arguments[index]
            elif name in rest:
                value = rest.pop(name)
            elif name in defaults:
                value = self.evaluate(defaults[name], outer)
            else:
                value = Unknown(f"the argument {name}")
            scope["names"][name] = value
        if parameters.vararg:
            scope["names"][parameters.vararg.arg] = self.sequence(arguments[len(names):])
        if parameters.kwarg:
            scope["names"][parameters.kwarg.arg] = self.mapping({key: value for key, value in rest.items()})

    def call_external(self, name, arguments, keywords):
        last = name.rpartition(".")[2]
        if name in ("torch.nn.Parameter", "torch.nn.parameter.Parameter"):
            return self.parameter_of(arguments[0] if arguments else keywords.get("data", Unknown("a parameter without data")))
        if name in ("torch.nn.ModuleList", "torch.nn.Sequential"):
            return self.module_list(name, arguments)
        if name == "torch.nn.ModuleDict":
            return self.module_dict(arguments)
        if name.startswith("torch.nn.") and last in LAYERS:
            return self.layer(last, arguments, keywords)
        if name.startswith("torch.nn.") and (last in WITHOUT_PARAMETERS or last == "Buffer"):
            return self.object(External(name=name))
        if last == "Conv1D":
            return self.object(External(name="Conv1D"), conv1d_of_transformers(*arguments, **keywords))
        if last == "weight_norm":
            return self.weight_norm(*arguments, **keywords)
        if last in ("spectral_norm", "skip_init"):
            return Unknown(last)
        if name.startswith("torch."):
            return self.tensor(last, arguments, keywords)
        if name.startswith("transformers.") and last in ("from_config", "_from_config"):
            return Unknown(name)
        method = getattr(self, f"builtin_{name.replace('.', '_')}", None)
        return Unknown(f"a call of {name}") if method is None else method(*arguments, **keywords)

    def layer(self, name, arguments, keywords):
        try:
            return self.object(External(name=f"torch.nn.{name}"), LAYERS[name](*arguments, **keywords))
        except TypeError as error:
            raise Unsupported(f"{name}: {error}") from error

    def parameter_of(self, value):
        shape = value.shape if isinstance(value, (Tensor, Parameter)) else None
        if shape is None:
            return Parameter(tag="P", size=value if isinstance(value, Unknown) else Unknown("the shape of a parameter"), shape=[])
        size = 1
        for dimension in shape:
            if not is_expression(dimension):
                size = dimension if isinstance(dimension, Unknown) else Unknown("the shape of a parameter")
                break
            size = operation("*", size, dimension)
        return Parameter(tag="X" if self.in_experts() and len(shape) > 1 else "P", size=size, shape=shape)

    def in_experts(self):
        return bool(self.classes) and "Expert" in self.classes[-1]

    def tensor(self, name, arguments, keywords):
        if name in TENSORS:
            if isinstance(arguments[0] if arguments else None, Sequence):
                arguments = arguments[0].items
            elif not arguments and isinstance(keywords.get("size"), Sequence):
                arguments = keywords["size"].items
            return Tensor(shape=list(arguments[:1] if name == "full" else arguments))
        if name in ("arange", "linspace"):
            numbers = [argument for argument in arguments if is_expression(argument)]
            if name == "linspace":
                return Tensor(shape=[arguments[2] if len(arguments) > 2 else keywords.get("steps", Unknown("steps"))])
            if len(numbers) == 1:
                return Tensor(shape=[numbers[0]])
            return Tensor(shape=[operation("-", numbers[1], numbers[0])]) if len(numbers) == 2 else Unknown("arange")
        if name == "tensor":
            value = arguments[0]
            return Tensor(shape=[len(value.items)] if isinstance(value, Sequence) else [])
        if name == "cat" and isinstance(arguments[0], Sequence) and len(arguments) == 1 and not keywords:
            parts = [part.yes if isinstance(part, Choice) and part.no is None else part for part in arguments[0].items]
            if parts and all(isinstance(part, (Tensor, Parameter)) and part.shape for part in parts):
                return Tensor(shape=[self.reduced("+", self.sequence([part.shape[0] for part in parts]), 0), *parts[0].shape[1:]])
        if name in SAME_SHAPE and arguments and isinstance(arguments[0], (Tensor, Parameter)):
            return Tensor(shape=arguments[0].shape)
        return Unknown(f"torch.{name}")

    def module_list(self, name, arguments):
        if name == "torch.nn.Sequential" and len(arguments) == 1 and isinstance(arguments[0], Mapping):
            arguments = [self.sequence(arguments[0].space["items"].values())]
        elif name == "torch.nn.Sequential":
            arguments = [self.sequence(arguments)]
        value = arguments[0] if arguments else self.sequence([])
        if isinstance(value, Unknown):
            raise Unsupported(f"a list of modules: {value.reason}")
        if not isinstance(value, (Sequence, Choice)):
            raise Unsupported(f"a list of modules: {type(value).__name__}")
        module = self.object(External(name=name))
        module.space["list"] = value if isinstance(value, Choice) else self.sequence(value.items)
        return module

    def module_dict(self, arguments):
        module = self.object(External(name="torch.nn.ModuleDict"))
        for key, value in (arguments[0].space["items"].items() if arguments and isinstance(arguments[0], Mapping) else []):
            module.space[key] = value
        return module

    def weight_norm(self, module, name="weight", dim=0):
        """A weight as a direction, and its length along one dimension."""
        if not isinstance(module, Object) or not isinstance(module.space.get(name), Parameter):
            return Unknown("weight_norm")
        shape = module.space[name].shape
        size = shape[dim]
        if size is None:
            size = module.space[name].kernel
        self.put(module.space, f"{name}_g", Parameter(tag="P", size=size if is_expression(size) else Unknown("weight_norm"), shape=[size]))
        return module

    # ---- functions of Python

    def builtin_range(self, *ends):
        for end in ends:
            if not is_expression(end):
                return end if isinstance(end, Unknown) else Unknown("a range")
        start, stop, step = (0, ends[0], 1) if len(ends) == 1 else (*ends, 1) if len(ends) == 2 else ends
        if all(isinstance(end, int) for end in (start, stop, step)):
            return Range(start=start, count=len(range(start, stop, step)), step=step, at=lambda index: start + index * step)
        if not isinstance(start, (int, Symbol)) or not isinstance(step, (int, Symbol)) or isinstance(step, int) and step < 1:
            return Unknown("a range")
        variable = self.variable()
        length = operation("-", stop, start)
        count = length if step == 1 else operation("-", 0, operation("//", operation("-", 0, length), step))
        return Range(start=start, count=count, step=step, variable=variable, item=operation("+", start, operation("*", step, Symbol("field", variable))))

    def builtin_enumerate(self, value, start=0):
        items = []
        for index, (count, variable, item) in enumerate(self.iterated(value)):
            if count is None:
                items.append(self.sequence([index + start, item]))
            elif index == 0:
                items.append(Many(variable=variable, count=count, item=self.sequence([operation("+", Symbol("field", variable), start), item])))
            else:
                return Unknown("enumerate")
        return self.sequence(items)

    def builtin_zip(self, *values, **_):
        if all(isinstance(value, Sequence) and not any(isinstance(item, (Many, Choice)) for item in value.items) for value in values):
            return self.sequence([self.sequence(items) for items in zip(*(value.items for value in values))])
        return Unknown("zip")

    def builtin_len(self, value):
        if isinstance(value, Object) and "list" in value.space:
            value = value.space["list"]
        if isinstance(value, Sequence) and not any(isinstance(item, (Many, Choice)) for item in value.items):
            return len(value.items)
        if isinstance(value, Sequence) and len(value.items) == 1 and isinstance(value.items[0], Many):
            return value.items[0].count
        if isinstance(value, Range):
            return value.count
        if isinstance(value, Mapping):
            return len(value.space["items"])
        try:
            return Symbol("len", list_expression(value))
        except Unsupported as error:
            return Unknown(str(error))

    def builtin_int(self, value=0):
        if isinstance(value, (int, float)):
            return int(value)
        return Symbol("int", value) if isinstance(value, Symbol) else Unknown("int")

    def builtin_bool(self, value=False):
        return self.truth(value)

    def builtin_float(self, value):
        return value if is_expression(value) else Unknown("float")

    def builtin_str(self, value=""):
        return str(value) if is_constant(value) else Unknown("str")

    def builtin_round(self, value, digits=0):
        return round(value) if isinstance(value, (int, float)) else Symbol("round", value) if isinstance(value, Symbol) else Unknown("round")

    def builtin_math_ceil(self, value):
        return math.ceil(value) if isinstance(value, (int, float)) else Symbol("ceil", value) if isinstance(value, Symbol) else Unknown("ceil")

    def builtin_math_floor(self, value):
        return math.floor(value) if isinstance(value, (int, float)) else Symbol("int", value) if isinstance(value, Symbol) else Unknown("floor")

    def builtin_math_sqrt(self, value):
        return math.sqrt(value) if isinstance(value, (int, float)) else Symbol("^", value, 0.5) if isinstance(value, Symbol) else Unknown("sqrt")

    def builtin_math_prod(self, value):
        return self.reduced("*", value, 1)

    builtin_numpy_prod = builtin_math_prod

    def builtin_sum(self, value, start=0):
        if isinstance(value, Sequence) and not any(isinstance(item, (Many, Choice)) for item in value.items):
            return self.reduced("+", value, start)
        try:
            return Symbol("total", list_expression(value))
        except Unsupported as error:
            return Unknown(str(error))

    def reduced(self, operator, value, result):
        if not isinstance(value, Sequence) or any(not is_expression(item) for item in value.items):
            return Symbol("product", value) if isinstance(value, Symbol) else Unknown(operator)
        for item in value.items:
            result = operation(operator, result, item)
        return result

    def extreme(self, operator, values):
        if len(values) == 1:
            if not isinstance(values[0], Sequence) or not values[0].items:
                return Symbol(f"{operator}imum", values[0]) if isinstance(values[0], Symbol) else Unknown(operator)
            values = values[0].items
        result = values[0]
        for value in values[1:]:
            if not (is_expression(result) and is_expression(value)):
                return Unknown(operator)
            result = operation(operator, result, value)
        return result

    def builtin_max(self, *values, **_):
        return self.extreme("max", values)

    def builtin_min(self, *values, **_):
        return self.extreme("min", values)

    def builtin_list(self, value=None):
        if value is None:
            return self.sequence([])
        if isinstance(value, (Sequence, Range, Mapping)):
            return self.sequence([item if count is None else Many(variable=variable, count=count, item=item) for count, variable, item in self.iterated(value)])
        return value

    builtin_tuple = builtin_list
    builtin_copy_copy = builtin_copy_deepcopy = lambda self, value, *_: self.copy(value)

    def builtin_set(self, value=None, **_):
        return self.builtin_list(value)

    builtin_sorted = builtin_reversed = builtin_set

    def builtin_dict(self, *_, **items):
        return self.mapping(items)

    builtin_collections_OrderedDict = lambda self, value=None, **items: value if value is not None else self.mapping(items)

    def builtin_any(self, values):
        result = False
        for item in values.items if isinstance(values, Sequence) else []:
            if isinstance(item, (Many, Choice)):
                return Unknown("any")
            truth = self.truth(item)
            result = truth if result is False else merged(result, True, truth, self.sequence)
        return result if isinstance(values, Sequence) else Unknown("any")

    def builtin_all(self, values):
        return Unknown("all")

    def builtin_isinstance(self, value, kind):
        names = [item.name.rpartition(".")[2] for item in (kind.items if isinstance(kind, Sequence) else [kind]) if isinstance(item, External)]
        if isinstance(value, (Sequence, Range)):
            return any(name in ("list", "tuple", "Iterable", "Sequence", "Sized") for name in names)
        if isinstance(value, Config):
            return "dict" not in names
        if isinstance(value, Mapping):
            return any(name in ("dict", "Mapping") for name in names)
        if is_constant(value):
            return any(type(value).__name__ == name for name in names)
        if isinstance(value, Symbol) and names:
            if any(name in ("list", "tuple", "Iterable", "Sequence", "Sized") for name in names):
                return Symbol("islist", value)
            if any(name in ("int", "float", "Integral", "Number") for name in names):
                return Symbol("isnumber", value)
            if "str" in names:
                return Symbol("isstring", value)
            if "dict" in names:
                return Symbol("isobject", value)
        return Unknown("isinstance")

    def builtin_getattr(self, target, name, *default):
        if not isinstance(name, str):
            return Unknown("getattr")
        if isinstance(target, Config) and not self.declares(target, name):
            value = self.attribute(target, name)
            if default and is_expression(value) and is_expression(default[0]):
                return default[0] if value is None else merged(self.equal(value, None), default[0], value, self.sequence)
            return value
        if isinstance(target, Object) and default and name not in target.space and self.class_attribute(target.cls, name) is UNSET:
            return default[0]
        return self.attribute(target, name)

    def builtin_hasattr(self, target, name):
        if isinstance(target, Config):
            return True if self.declares(target, name) else self.negated(self.truth(self.equal(self.attribute(target, name), None)))
        if isinstance(target, Object):
            return name in target.space or self.class_attribute(target.cls, name) is not UNSET
        return True if isinstance(target, External) else Unknown("hasattr")

    def builtin_setattr(self, target, name, value):
        if not isinstance(name, str):
            name = f"*{len(target.space)}"
        self.set_attribute(target, name, value)
        return None
