"""The fields of configurations, and the configurations in them."""

import ast

from expressions import Symbol, field
from values import UNSET, Class, Config, Mapping, Native, Unknown, merged

# what a server sets, or what has no effect on parameters
FIXED = {"_attn_implementation": "eager", "_experts_implementation": "eager", "name_or_path": "", "_name_or_path": "", "return_dict": True, "use_return_dict": True}

# properties of configurations that are calculated like a field
PROPERTIES = ("layer_types", "layers_block_type")


class Configurations:
    def alias(self, config, name):
        if config.cls is None:
            return name
        found = self.class_attribute(config.cls, "attribute_map")
        return found.space["items"].get(name, name) if isinstance(found, Mapping) else name

    def declares(self, config, name):
        name = self.alias(config, name)
        return config.cls is not None and (name in config.space or name in FIXED or name == "num_labels" or self.class_statement(config.cls, name)[0] is not None)

    def config_attribute(self, config, name):
        name = self.alias(config, name)
        if name in config.space and config.space[name] is not UNSET:
            return config.space[name]
        if name in FIXED:
            return FIXED[name]
        if name == "get_text_config":
            return Native(call=lambda *_, **__: self.text_config(config))
        if name in ("to_dict", "validate_architecture", "convert_rope_params_to_dict", "standardize_rope_params", "rope_config_validation"):
            return Native(call=lambda *_, **__: Unknown(name))
        sub = self.sub_configs(config.cls).get(name)
        path = f"{config.path}.{name}" if config.path else name
        if sub is not None:
            return Config(path=path, cls=sub[0], space=self.space(), raw=False)
        if config.cls is not None:
            owner, statement = self.class_statement(config.cls, name)
            if isinstance(statement, ast.FunctionDef) and owner.node.name != "PreTrainedConfig":
                if name in PROPERTIES and not config.raw:
                    return field(path)
                return self.method(config, config.cls, name)
            if isinstance(statement, ast.Assign):
                return self.class_attribute(config.cls, name)
        return field(f"${path}" if config.raw else path)

    def text_config(self, config):
        return self.config_attribute(config, "text_config") if "text_config" in self.sub_configs(config.cls) else config

    def sub_configs(self, cls):
        """The configurations in a configuration: the class (None if the type decides) and the type of each."""
        if cls is None:
            return {}
        owner, statement = self.class_statement(cls, "sub_configs_defaults")
        if owner is None or not isinstance(getattr(statement, "value", None), ast.Dict):
            return {}
        found = {}
        for key, value in zip(statement.value.keys, statement.value.values):
            keywords = {}
            if isinstance(value, ast.Call):
                keywords = {keyword.arg: keyword.value for keyword in value.keywords}
                value = keywords.get("config_class", value.args[0] if value.args else None)
            sub = self.evaluate(value, self.scope(owner.module))
            kind = self.evaluate(keywords["model_type"], self.scope(owner.module)) if "model_type" in keywords else None
            defaults = self.evaluate(keywords["init_kwargs"], self.scope(owner.module)) if "init_kwargs" in keywords else None
            fixed = isinstance(sub, Class) and self.is_config(sub) and sub.node.name != "AutoConfig"
            found[key.value] = (sub if fixed else None, kind, defaults, "optional" in keywords)
        return found

    def keyword(self, value, key, default=None):
        path = field(f"${value.path}{key}")
        return path if default is None else merged(Symbol("==", path, None), default, path, self.sequence)

    def symbol_attribute(self, value, name):
        """A field that is an object, such as a configuration in a configuration whose type is only known later."""
        path = value.operands[0]
        if name in ("split", "startswith", "endswith", "lower"):
            return Native(call=lambda *arguments: Symbol(name, value, *arguments))
        if name == "get":
            return Native(call=lambda key, default=None: merged(Symbol("==", field(f"{path}.{key}"), None), default, field(f"{path}.{key}"), self.sequence))
        if name in ("items", "keys", "values", "copy", "index", "count", "append", "pop", "update"):
            return Unknown(f"{name} of a field")
        return self.config_attribute(Config(path=path, cls=None, space=self.space(), raw=False), name)
