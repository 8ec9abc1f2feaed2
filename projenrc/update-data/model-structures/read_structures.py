"""Prints the fields and the parameters of the models in a wheel of Transformers as JSON. It reads the source, and runs none of it."""

import ast
import json
import re
import sys
import zipfile

from counting import parameters_of, parameters_with
from expressions import Symbol, Unsupported, field, is_expression, text
from polynomials import simplified
from configurations import PROPERTIES
from source import Source
from values import UNSET, Class, Config, Keywords, Mapping, Unknown, list_expression

MODELS = "transformers.models"
MAPPINGS = {
    "Model": "MODEL_MAPPING_NAMES", "CausalLM": "MODEL_FOR_CAUSAL_LM_MAPPING_NAMES", "Seq2Seq": "MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES",
    "ImageText": "MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES", "MaskedLM": "MODEL_FOR_MASKED_LM_MAPPING_NAMES", "TextEncoding": "MODEL_FOR_TEXT_ENCODING_MAPPING_NAMES",
}
SERVED = re.compile(r"(Model|ForCausalLM|LMHeadModel|ForConditionalGeneration|ForMaskedLM|ForSequenceClassification|ForTokenClassification|ForQuestionAnswering"
                    r"|MTModel|ForCTC|ForImageClassification|ForImageTextToText|EncoderModel)$")


def names_of(source, module, name):
    """A table of names in Transformers' mappings: calls of OrderedDict with a list of pairs, and updates with dictionaries."""
    found = {}
    for statement in ast.parse(source.files[f"{module.replace('.', '/')}.py"]).body:
        target = getattr(statement, "targets", [None])[0]
        value = getattr(statement, "value", None)
        if not (isinstance(target, ast.Name) and target.id == name or ast.unparse(statement).startswith(f"{name}.update(")):
            continue
        for node in ast.walk(value):
            if isinstance(node, ast.Tuple) and len(node.elts) == 2 and isinstance(node.elts[0], ast.Constant):
                first = node.elts[1].elts[0] if isinstance(node.elts[1], ast.Tuple) else node.elts[1]
                found[node.elts[0].value] = first.value
            elif isinstance(node, ast.Dict):
                found.update({key.value: item.value for key, item in zip(node.keys, node.values) if isinstance(item, ast.Constant)})
    return found


class Reader:
    def __init__(self, files):
        self.source = Source(files)
        self.configurations = {}
        for path in files:
            match = re.match(r"transformers/models/(\w+)/configuration_\w+\.py$", path)
            if match:
                module = path[:-3].replace("/", ".")
                for name, statement in self.source.tree(module).items():
                    if isinstance(statement, ast.ClassDef) and name.endswith("Config"):
                        self.configurations.setdefault(name, Class(module=module, node=statement))
        self.types = names_of(self.source, f"{MODELS}.auto.auto_mappings", "CONFIG_MAPPING_NAMES")
        self.types.update(names_of(self.source, f"{MODELS}.auto.configuration_auto", "CONFIG_MAPPING_NAMES"))
        self.automatic = {kind: names_of(self.source, f"{MODELS}.auto.modeling_auto", name) for kind, name in MAPPINGS.items()}

    def type_of(self, cls):
        return self.source.class_attribute(cls, "model_type")

    def read(self, kind):
        """The row of a type of models: its fields, its configurations in configurations, and its models."""
        cls = self.configurations.get(self.types[kind])
        if cls is None:
            raise Unsupported("no class of configurations")
        if "per_layer_config" in self.source.files[f"{cls.module.replace('.', '/')}.py"]:
            raise Unsupported("fields that differ by layer")
        row = {**self.fields(cls), "subs": self.subs(cls), "models": {}, "reasons": {}}
        aliases = self.source.class_attribute(cls, "attribute_map")
        row["aliases"] = dict(aliases.space["items"]) if isinstance(aliases, Mapping) else {}
        self.base, self.known = None, None
        base = self.automatic["Model"].get(kind)
        for name, module in sorted(self.models(cls), key=lambda model: model[0] != base):
            try:
                row["models"][name] = self.parameters(name, module, cls)
                if name == base:
                    self.base, self.known = source_of(self.source, module, name), self.latest
            except (Unsupported, RecursionError, TypeError, AttributeError, IndexError, ValueError, KeyError) as error:
                row["reasons"][name] = str(error)
        row["uses"] = {use: names[kind] for use, names in self.automatic.items() if names.get(kind) in row["models"]}
        return row

    def models(self, cls):
        """The models that have this configuration: those in the modules of the same folder."""
        used = {name for names in self.automatic.values() for name in names.values()}
        folder = cls.module.rpartition(".")[0].replace(".", "/")
        for path in sorted(self.source.files):
            if re.match(re.escape(folder) + r"/modeling_\w+\.py$", path):
                module = path[:-3].replace("/", ".")
                for name, statement in self.source.tree(module).items():
                    if isinstance(statement, ast.ClassDef) and (SERVED.search(name) or name in used) and "PreTrained" not in name and self.has_config(module, statement, cls):
                        yield name, module

    def has_config(self, module, statement, cls):
        """Whether a model declares a configuration: by its attribute `config`, or by the argument of its constructor."""
        found = self.source.class_statement(Class(module=module, node=statement), "config")[1]
        names = {annotation_of(found.annotation)} if isinstance(found, ast.AnnAssign) else set()
        init = next((inner for inner in statement.body if isinstance(inner, ast.FunctionDef) and inner.name == "__init__"), None)
        if init is not None and len(init.args.args) > 1 and init.args.args[1].annotation is not None:
            names = {annotation_of(init.args.args[1].annotation)}
        return cls.node.name in names

    def parameters(self, name, module, cls):
        source = self.source
        source.journals, source.stack, source.classes = [], [], []
        target = Class(module=module, node=source.tree(module)[name])
        config = Config(path="", cls=cls, space=source.space(), raw=False)
        model = source.instance(target, [config], {})
        counted = self.latest = renamed(parameters_with(model, self.base, self.known, renamed) if self.base else parameters_of(model))
        return text(counted)

    def subs(self, cls):
        found = {}
        for name, (fixed, kind, defaults, optional) in self.source.sub_configs(cls).items():
            kind = kind or (self.type_of(fixed) if fixed else None)
            if isinstance(kind, str):
                found[name] = {"type": kind, "fixed": fixed is not None, "optional": optional,
                               "defaults": {key: text(expression(value)) for key, value in defaults.space["items"].items() if expression(value) is not UNSET}
                               if isinstance(defaults, Mapping) else {}}
        return found

    def fields(self, cls):
        """The default of each field, and what the class calculates from other fields."""
        source = self.source
        source.journals, source.stack, source.classes = [], [], []
        defaults = {}
        for base in reversed(source.bases(cls)):
            for statement in base.node.body if isinstance(base, Class) and base.node.name != "PreTrainedConfig" else []:
                if isinstance(statement, ast.AnnAssign) and statement.value is not None:
                    defaults[statement.target.id] = expression(source.evaluate(statement.value, source.scope(base.module)))
        config = Config(path="", cls=cls, space=source.space(), raw=True)
        init = source.method(config, cls, "__post_init__")
        calculated = {}
        owner = getattr(init, "owner", None)
        if owner is not None and owner.node.name != "PreTrainedConfig":
            self.initialize(init)
            calculated = {name: expression(value) for name, value in config.space.items()}
        final = Config(path="", cls=cls, space=source.space(), raw=False)
        for name in PROPERTIES:
            owner, statement = source.class_statement(cls, name)
            if owner is not None and isinstance(statement, ast.FunctionDef) and owner.node.name != "PreTrainedConfig":
                calculated[name] = expression(source.method(final, cls, name))
        return {
            "defaults": {source.alias(config, name): text(value) for name, value in defaults.items() if value is not UNSET and value is not None},
            "calculated": {name: text(renamed(simplified(unknown(name) if value is UNSET else value))) for name, value in calculated.items()
                           if not (isinstance(value, Symbol) and value.operator == "field" and value.operands[0] == f"${name}")},
        }

    def initialize(self, init):
        source = self.source
        scope = source.scope(init.module)
        scope["owner"], scope["self"] = init.owner, init.bound
        scope["names"]["self"] = init.bound
        if init.node.args.kwarg:
            scope["names"][init.node.args.kwarg.arg] = Keywords(path="")
        for statement in init.node.body:
            try:
                source.execute([statement], scope)
            except Unsupported as error:
                for node in ast.walk(statement):
                    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == "self":
                        init.bound.space[node.attr] = Unknown(str(error))


def unknown(name):
    """A field that is only known if the file has it."""
    return Symbol("?", Symbol("==", field(f"${name}"), None), Symbol("unknown"), field(f"${name}"))


def source_of(source, module, name):
    return source.tree(module)[name]


def annotation_of(node):
    return node.value if isinstance(node, ast.Constant) else node.id if isinstance(node, ast.Name) else ast.unparse(node)


def expression(value):
    """A value as an expression; UNSET if it is none."""
    try:
        return value if is_expression(value) else list_expression(value)
    except Unsupported:
        return UNSET


def renamed(value, depth=0, names=None):
    """An expression with variables that are numbered by their depth."""
    names = names or {}
    if not isinstance(value, Symbol):
        return names.get(value, value) if isinstance(value, str) else value
    if value.operator in ("sum", "each"):
        inner = {**names, value.operands[0]: f"@{depth}"}
        return Symbol(value.operator, Symbol("field", f"@{depth}"), renamed(value.operands[1], depth + 1, names), renamed(value.operands[2], depth + 1, inner))
    if value.operator == "field":
        return Symbol("field", names.get(value.operands[0], value.operands[0]))
    return Symbol(value.operator, *(renamed(operand, depth, names) for operand in value.operands))


def main(wheel):
    with zipfile.ZipFile(wheel) as archive:
        files = {path: archive.read(path).decode() for path in archive.namelist() if re.match(r"transformers/(models/\w+/)?\w+\.py$", path)}
    reader = Reader(files)
    rows, reasons = {}, {}
    only = sys.argv[2:]
    for kind in sorted(reader.types):
        if only and kind not in only:
            continue
        try:
            rows[kind] = reader.read(kind)
        except (Unsupported, RecursionError, TypeError, AttributeError, IndexError, ValueError, KeyError) as error:
            reasons[kind] = str(error) or type(error).__name__
    print(json.dumps({"rows": rows, "reasons": reasons}))


if __name__ == "__main__":
    sys.setrecursionlimit(20000)
    main(sys.argv[1])
