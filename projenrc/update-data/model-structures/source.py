"""The source of Transformers: its modules, classes and configurations. None of it is run."""

import ast

from calls import AUTOMATIC, SAME_SHAPE, Calls
from configurations import Configurations
from containers import Containers
from evaluation import Evaluation
from expressions import Symbol, Unsupported, operation
from statements import Statements
from torch_layers import LAYERS
from values import (UNSET, Choice, Class, Config, External, Function, Keywords, Mapping, Native, Object, Parameter, Sequence, Space, Sub, Super, Tensor,
                    Unknown, merged)

BUILTINS = {"range", "enumerate", "zip", "len", "int", "bool", "float", "str", "round", "sum", "max", "min", "list", "tuple", "set", "sorted", "reversed", "dict",
            "any", "all", "isinstance", "getattr", "hasattr", "setattr", "super", "type", "object", "print"}

# what the code asks about the machine: the answers that leave the number of parameters as it is
ANSWERS = {"is_deepspeed_zero3_enabled": False, "is_fsdp_managed_module": False, "is_torchdynamo_compiling": False, "is_flash_attention_requested": False, "is_timm_available": True}


class Source(Evaluation, Statements, Calls, Configurations, Containers):
    def __init__(self, files):
        self.files = files
        self.trees = {}
        self.names = {}
        self.journals = []
        self.stack = []
        self.classes = []
        self.time = 0
        self.variables = 0

    def tick(self):
        self.time += 1
        return self.time

    def space(self, values=()):
        space = Space(values)
        space.born = self.tick()
        return space

    def sequence(self, items):
        return Sequence(space=self.space({"items": tuple(items)}))

    def mapping(self, items):
        return Mapping(space=self.space({"items": dict(items)}))

    def object(self, cls, parts=()):
        return Object(cls=cls, space=self.space({name: part for name, part in dict(parts).items() if part is not None}))

    def scope(self, module, outer=None):
        return {"module": module, "names": self.space(), "outer": outer, "owner": outer and outer["owner"], "self": outer and outer["self"]}

    def variable(self):
        self.variables += 1
        return f"@{self.variables}"

    def copy(self, value):
        if isinstance(value, Config):
            return Config(path=value.path, cls=value.cls, space=self.space(value.space), raw=value.raw)
        if isinstance(value, Sequence):
            return self.sequence(value.items)
        if isinstance(value, Mapping):
            return self.mapping(value.space["items"])
        return value

    # ---- modules

    def tree(self, module):
        if module not in self.trees:
            path = module.replace(".", "/")
            text = self.files.get(f"{path}.py", self.files.get(f"{path}/__init__.py"))
            self.trees[module] = None if text is None else {
                name: statement for statement in flat(ast.parse(text).body) for name in bound(statement)
            }
        return self.trees[module]

    def name(self, module, name):
        key = (module, name)
        if key not in self.names:
            self.names[key] = Unknown(f"{name}, which depends on itself")
            self.names[key] = self.find(module, name)
        return self.names[key]

    def find(self, module, name):
        if name in ANSWERS:
            return Native(call=lambda *_, **__: ANSWERS[name])
        names = self.tree(module)
        if names is None:
            return External(name=f"{module}.{name}")
        statement = names.get(name)
        if statement is None:
            return External(name=name) if name in BUILTINS else Unknown(f"the name {name}")
        if isinstance(statement, ast.ClassDef):
            return Class(module=module, node=statement)
        if isinstance(statement, ast.FunctionDef):
            return Function(module=module, node=statement, bound=None, owner=None, scope=None)
        if isinstance(statement, ast.ImportFrom):
            original = next(alias.name for alias in statement.names if (alias.asname or alias.name) == name)
            if not statement.level:
                return External(name=f"{statement.module}.{original}")
            parts = module.split(".")
            base = ".".join(parts[:len(parts) - statement.level + (1 if f"{module.replace('.', '/')}/__init__.py" in self.files else 0)])
            target = f"{base}.{statement.module}" if statement.module else base
            if original in AUTOMATIC:
                return External(name=f"auto.{original}")
            if original in ("PreTrainedModel", "Conv1D", "ACT2FN", "ACT2CLS"):
                return External(name=original)
            return self.name(target, original)
        if isinstance(statement, ast.Import):
            alias = next(alias for alias in statement.names if (alias.asname or alias.name.split(".")[0]) == name)
            return External(name=alias.name if alias.asname else name)
        value = statement.value
        return Unknown(f"the name {name}") if value is None else self.evaluate(value, self.scope(module))

    # ---- classes

    def bases(self, cls):
        """The classes that a class inherits from, in the order of Python."""
        if isinstance(cls, External):
            return [cls]
        lists = []
        for node in cls.node.bases:
            base = self.evaluate(node, self.scope(cls.module))
            if isinstance(base, (Class, External)):
                lists.append(self.bases(base))
        order = [cls]
        for index, chain in enumerate(lists):
            for base in chain:
                later = any(identity(base) in map(identity, other) for other in lists[index + 1:])
                if not later and identity(base) not in map(identity, order):
                    order.append(base)
        return order

    def class_statement(self, cls, name):
        """The statement that binds a name in a class, and the class that has it."""
        for base in self.bases(cls):
            if isinstance(base, Class):
                for statement in base.node.body:
                    if name in bound(statement):
                        return base, statement
        return None, None

    def class_attribute(self, cls, name):
        owner, statement = self.class_statement(cls, name)
        if owner is None or isinstance(statement, ast.AnnAssign) and statement.value is None:
            return UNSET
        if isinstance(statement, (ast.Assign, ast.AnnAssign)):
            return self.evaluate(statement.value, self.scope(owner.module))
        return Function(module=owner.module, node=statement, bound=None, owner=owner, scope=None)

    def method(self, target, cls, name):
        value = self.class_attribute(cls, name)
        if not isinstance(value, Function) or value.owner is None:
            return value
        decorators = {node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "") for node in value.node.decorator_list}
        if "staticmethod" in decorators:
            return value
        method = Function(module=value.module, node=value.node, bound=target, owner=value.owner, scope=None)
        if decorators & {"property", "cached_property"}:
            return self.run_function(method, [], {})
        return method

    def instance(self, cls, arguments, keywords):
        if self.is_config(cls):
            return Unknown("a configuration that the code creates")
        target = self.object(cls)
        if "RotaryEmbedding" in cls.node.name:  # calculated, without weights
            return target
        self.initialize(target, cls, self.bases(cls), arguments, keywords)
        return target

    def is_config(self, cls):
        return any(isinstance(base, Class) and base.node.name == "PreTrainedConfig" for base in self.bases(cls))

    def initialize(self, target, cls, order, arguments, keywords):
        """Runs the first `__init__` of some classes."""
        for base in order:
            if isinstance(base, Class):
                node = next((statement for statement in base.node.body if "__init__" in bound(statement)), None)
                if node is not None:
                    self.classes.append(cls.node.name)
                    try:
                        self.run_function(Function(module=base.module, node=node, bound=target, owner=base, scope=None), arguments, keywords)
                    finally:
                        self.classes.pop()
                    if base is cls:
                        self.tie(target)
                    return
            elif base.name == "PreTrainedModel":
                config = arguments[0] if arguments else keywords.get("config")
                self.put(target.space, "config", config)
                return
            elif base.name.startswith("torch.nn."):
                name = base.name.rpartition(".")[2]
                if name in LAYERS:
                    for part, value in LAYERS[name](*arguments, **keywords).items():
                        if value is not None:
                            self.put(target.space, part, value)
                elif name in ("ModuleList", "Sequential"):
                    module = self.module_list(base.name, arguments)
                    self.put(target.space, "list", module.space["list"])
                return

    def tie(self, target):
        """Marks the parameters that are the same as others if the configuration ties them."""
        keys = target.space["_tied_weights_keys"] if "_tied_weights_keys" in target.space else self.class_attribute(target.cls, "_tied_weights_keys")
        config = target.space.get("config")
        if not isinstance(config, Config):
            return
        if isinstance(keys, Choice):
            for side, condition in ((keys.yes, keys.condition), (keys.no, self.negated(keys.condition))):
                self.tie_keys(target, side, config, condition)
        else:
            self.tie_keys(target, keys, config, True)

    def tie_keys(self, target, keys, config, assumed):
        if not isinstance(keys, Mapping):
            return
        if not isinstance(keys.space["items"], dict):
            raise Unsupported("tied weights that depend on the layers")
        condition = merged(assumed, self.truth(self.attribute(config, "tie_word_embeddings")), False, self.sequence)
        if condition is False:
            return
        for path, source in keys.space["items"].items():
            if isinstance(source, str) and not self.found(target, source.split(".")):
                continue
            for parameter in self.parameters_at(target, path.split(".")):
                before = parameter.tied
                parameter.tied = Unknown("tied") if isinstance(condition, Unknown) else condition if before is False else merged(before, True, condition, self.sequence)

    def found(self, target, names):
        try:
            return any(True for _ in self.parameters_at(target, names))
        except Unsupported:
            return False

    def parameters_at(self, value, names):
        if isinstance(value, Choice):
            for side in (value.yes, value.no):
                yield from self.parameters_at(side, names)
        elif isinstance(value, Parameter):
            if names:
                return
            yield value
        elif isinstance(value, Sub):
            if names:
                yield Parameter(tag="P", size=0, shape=[])
        elif isinstance(value, Object):
            if not names:
                for part in value.space.values():
                    yield from self.parameters_at(part, [])
            elif "list" in value.space:
                raise Unsupported("weights of a list that are tied")
            elif names[0] in value.space:
                yield from self.parameters_at(value.space[names[0]], names[1:])
            elif not names[0].replace("_", "").isalnum():
                raise Unsupported(f"a pattern of tied weights: {'.'.join(names)}")

    # ---- attributes

    def attribute(self, value, name):
        if isinstance(value, Choice):
            sides = [UNSET if side in (None, UNSET) else self.attribute(side, name) for side in (value.yes, value.no)]
            return sides[1] if sides[0] is UNSET else sides[0] if sides[1] is UNSET else merged(value.condition, *sides, self.sequence)
        if isinstance(value, Config):
            return self.config_attribute(value, name)
        if isinstance(value, Object):
            return self.object_attribute(value, name)
        if isinstance(value, Super):
            return self.super_attribute(value, name)
        if isinstance(value, External):
            return self.external_attribute(value, name)
        if isinstance(value, Class):
            if name in ("_from_config", "from_config"):
                return Native(call=lambda *arguments, **keywords: self.instance(value, list(arguments[:1]) or [keywords["config"]], {}))
            if name == "__name__":
                return value.node.name
            found = self.class_attribute(value, name)
            return Unknown(f"the attribute {name} of a class") if found is UNSET else found
        if isinstance(value, (Tensor, Parameter)):
            return self.tensor_attribute(value, name)
        if isinstance(value, Symbol) and value.operator == "field" and not value.operands[0].startswith("@"):
            return self.symbol_attribute(value, name)
        if isinstance(value, Keywords):
            return Native(call=lambda key=None, default=None: self.keyword(value, key, default) if name in ("get", "pop", "setdefault") else None)
        method = getattr(self, f"{type(value).__name__.lower()}_{name}", None) if isinstance(value, (Sequence, Mapping, str)) else None
        if method is not None:
            return Native(call=lambda *arguments, **keywords: method(value, *arguments, **keywords))
        if isinstance(value, Symbol) and name == "strip":
            return Native(call=lambda: value)
        if isinstance(value, Symbol) and name in ("split", "startswith", "endswith", "lower"):
            return Native(call=lambda *arguments: Symbol(name, value, *arguments))
        return value if isinstance(value, Unknown) else Unknown(f"the attribute {name} of {type(value).__name__}")

    def object_attribute(self, value, name):
        if name in value.space and value.space[name] is not UNSET:
            return value.space[name]
        if name == "__class__":
            return value.cls
        if "list" in value.space and name in ("append", "extend", "insert"):
            items = value.space["list"]
            return self.attribute(items, name)
        if name in ("add_module", "register_module", "register_parameter"):
            return Native(call=lambda key, part=None: self.builtin_setattr(value, key, part))
        if name in ("register_buffer", "post_init", "apply", "init_weights", "requires_grad_", "to", "eval", "train", "half", "float"):
            return Native(call=lambda *_, **__: value)
        if isinstance(value.cls, Class):
            found = self.method(value, value.cls, name)
            if found is not UNSET:
                return found
        return Unknown(f"the attribute {name} of an object")

    def super_attribute(self, value, name):
        if value.target is None or value.owner is None:
            return Unknown("super")
        order = self.bases(value.target.cls)
        names = [identity(base) for base in order]
        rest = order[names.index(identity(value.owner)) + 1:]
        if name == "__init__" and isinstance(value.target, Object):
            return Native(call=lambda *arguments, **keywords: self.initialize(value.target, value.target.cls, rest, list(arguments), keywords))
        for base in rest:
            if isinstance(base, Class) and base.node.name != "PreTrainedConfig":
                node = next((statement for statement in base.node.body if name in bound(statement) and isinstance(statement, ast.FunctionDef)), None)
                if node is not None:
                    return Function(module=base.module, node=node, bound=value.target, owner=base, scope=None)
        return Native(call=lambda *_, **__: None)

    def external_attribute(self, value, name):
        if value.name.startswith("auto."):
            kind = AUTOMATIC[value.name[5:]]
            return Native(call=lambda *arguments, **keywords: self.automatic(kind, *(arguments or [keywords.get("config")])))
        if value.name in ("ACT2FN", "ACT2CLS"):
            return Unknown("an activation")
        if value.name == "torch" and name == "nn":
            return External(name="torch.nn")
        return External(name=f"{value.name}.{name}")

    def automatic(self, kind, config=None, **_):
        if isinstance(config, Symbol) and config.operator == "field":
            config = Config(path=config.operands[0], cls=None, space=self.space(), raw=False)
        if kind is None or not isinstance(config, Config):
            return Sub(path=None, kind=kind)
        return Sub(path=config.path, kind=kind)

    def tensor_attribute(self, value, name):
        if name in SAME_SHAPE:
            return Native(call=lambda *_, **__: value)
        if name in ("data", "T"):
            return value
        if name == "shape":
            return self.sequence(value.shape)
        if name == "repeat":
            return Native(call=lambda *times: Tensor(shape=[
                *times[:len(times) - len(value.shape)],
                *(operation("*", size, time) for size, time in zip(value.shape, times[len(times) - len(value.shape):]))]))
        if name in ("expand", "view", "reshape"):
            return Native(call=lambda *sizes: Tensor(shape=[old if size == -1 else size for old, size in zip(
                [*([None] * (len(sizes) - len(value.shape))), *value.shape], sizes)]))
        if name == "unsqueeze":
            return Native(call=lambda index: Tensor(shape=[1, *value.shape] if index == 0 else [*value.shape, 1]))
        return Native(call=lambda *_, **__: Unknown(f"{name} of a tensor"))


def identity(cls):
    return cls.name if isinstance(cls, External) else (cls.module, cls.node.name)


def bound(statement):
    """The names that a statement binds."""
    if isinstance(statement, (ast.ClassDef, ast.FunctionDef)):
        return [statement.name]
    if isinstance(statement, ast.Assign):
        return [target.id for target in statement.targets if isinstance(target, ast.Name)]
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return [statement.target.id]
    if isinstance(statement, ast.ImportFrom):
        return [alias.asname or alias.name for alias in statement.names]
    if isinstance(statement, ast.Import):
        return [alias.asname or alias.name.split(".")[0] for alias in statement.names]
    return []


def flat(statements):
    for statement in statements:
        if isinstance(statement, ast.If):
            yield from flat([*statement.orelse, *statement.body])
        elif isinstance(statement, ast.Try):
            yield from flat([*(inner for handler in statement.handlers for inner in handler.body), *statement.body])
        else:
            yield statement
