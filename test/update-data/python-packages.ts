/** What is in the package of vLLM, as far as its arguments need it, in every form that upstream declares them in. */
export const VLLM: Readonly<Record<string, string>> = {
  'vllm/config/__init__.py': `
from vllm.config.model import ModelConfig
`,
  'vllm/config/types.py': `
from typing import TYPE_CHECKING, Any, Literal
Kind = Literal["draft", "generate"]
Runner = Literal["auto", Kind]
Ranks = Literal[8, 16]
if TYPE_CHECKING:
    Quantization = Literal["hidden"]
else:
    Quantization = Any
`,
  'vllm/config/model.py': `
from typing import Any, ClassVar
from pydantic import SkipValidation
from vllm.config.types import Quantization, Ranks, Runner
from vllm.config.utils import config

@config
class Inner:
    depth: int = 1

class Names(dict[str, int]):
    pass

@config
class Base:
    seed: int | None = None

@config
class ModelConfig(Base):
    model: str = "m"
    runner: Runner = "auto"
    quantization: SkipValidation[Quantization | None] = None
    max_model_len: int | None = None
    rank: Ranks = 8
    open: Runner | str = "auto"
    eager: bool = False
    share: float = 0.9
    names: list[str] | None = None
    parts: tuple[int, ...] = ()
    kinds: list[Runner] | None = None
    inner: Inner | None = None
    mapping: dict[str, Any] | None = None
    either: dict[str, Any] | str | None = None
    known: Names | None = None
    token: bool | str | None = None
    other: ClassVar[int] = 1
`,
  'vllm/config/utils.py': 'def config(cls):\n    return cls\n',
  'vllm/engine/arg_utils.py': `
import argparse
import json
from dataclasses import dataclass
from itertools import permutations
from typing import get_args
from vllm.config import ModelConfig
from vllm.config.types import Kind
from vllm.platforms import current_platform

def optional_type(reader):
    return reader

def _compute_kwargs(cls):
    if name == "max_model_len":
        pass

def get_kwargs(cls):
    return _compute_kwargs(cls)

class Gone(argparse.Action):
    def __call__(self, parser, namespace, values, option_string=None):
        parser.error("gone")

class Silent(argparse.Action):
    def __init__(self, option_strings, dest, nargs=0, **kwargs):
        super().__init__(option_strings, dest, nargs=nargs, **kwargs)

@dataclass
class EngineArgs:
    @staticmethod
    def add_cli_args(parser):
        model = get_kwargs(ModelConfig)
        group = parser.add_argument_group(title="Model")
        for name in ("model", "runner", "quantization", "rank", "open", "eager", "share", "names", "parts", "kinds", "inner", "seed"):
            group.add_argument(f"--{name}", **model[name])
        group.add_argument("--max-model-len", "-len", **model["max_model_len"])
        for name in ["mapping", "either", "known", "token"]:
            group.add_argument("--" + name, **model[name])
        model["kinds"]["choices"] += [",".join(pair) for pair in permutations(get_args(Kind), r=2)]
        group.add_argument("--more-kinds", **model["kinds"])
        model["mapping"]["type"] = optional_type(json.loads)
        group.add_argument("--optional-mapping", **model["mapping"])
        model["runner"]["type"] = lambda text: text.lower()
        group.add_argument("--lower", **model["runner"])
        group.add_argument("--device", choices=["cpu"] + [current_platform.name])
        if current_platform.is_cuda():
            group.add_argument("--cuda", action="store_true")
        else:
            group.add_argument("--cpu", action=argparse.BooleanOptionalAction)
        group.add_argument("--gone", action=Gone)
        group.add_argument("--silent", action=Silent)
        current_platform.pre_register_and_update(parser)
        return parser
`,
  'vllm/entrypoints/openai/cli_args.py': `
import json
from dataclasses import field
from vllm.engine.arg_utils import EngineArgs, get_kwargs
from vllm.config.utils import config

@config
class BaseArgs:
    tool_call_parser: str | None = None
    origins: list[str] = field(default_factory=lambda: ["*"])

    @classmethod
    def _customize(cls, kwargs):
        kwargs["tool_call_parser"]["metavar"] = "parser"
        return kwargs

    @classmethod
    def add_cli_args(cls, parser):
        kwargs = cls._customize(get_kwargs(cls))
        for key, value in kwargs.items():
            flags = value.pop("flags", [])
            parser.add_argument(*flags, f"--{key.replace('_', '-')}", **value)
        return parser

@config
class FrontendArgs(BaseArgs):
    port: int = 8000

    @classmethod
    def _customize(cls, kwargs):
        kwargs = super()._customize(kwargs)
        kwargs["origins"]["type"] = json.loads
        del kwargs["origins"]["nargs"]
        return kwargs

def make_arg_parser(parser):
    parser.add_argument("model_tag", nargs="?")
    parser.add_argument("--headless", action="store_true")
    parser = FrontendArgs.add_cli_args(parser)
    return EngineArgs.add_cli_args(parser)
`,
  'vllm/tool_parsers/__init__.py': '_TOOL_PARSERS_TO_REGISTER = {"hermes": ("a", "A"), "xlam": ("b", "B")}\n',
  'vllm/model_executor/layers/quantization/__init__.py': `
from typing import Literal, get_args
Methods = Literal["awq", "fp8"]
QUANTIZATION_METHODS: list[str] = list(get_args(Methods))
QUANTIZATION_METHODS.append("late")
raise SystemExit("the source must not be run")
`,
  'docs/serving.md': `
Start it:

\`\`\`bash
vllm serve org/model \\
  --max-model-len 4k \\
  --inner '{"depth": 2}' # a comment
vllm serve --headless | tee log
vllm serve $MODEL --rank $RANK --eager
vllm serve --help
\`\`\`

or \`vllm serve org/model --seed 1\`.
`,
  'tests/test_server.py': `
server = RemoteOpenAIServer("org/model", ["--names", "a", "b", "--eager"])
others = ["no", "--arguments"]
`,
  'benchmarks/run.sh': 'vllm serve org/model --benchmark\n',
};

/** What is in the package of SGLang. */
export const SGLANG: Readonly<Record<string, string>> = {
  'sglang/srt/choices.py': `
from enum import Enum
FORMATS = ["auto", "pt"]
FORMATS += ["gguf"]

class Mode(Enum):
    NONE = 0
    ALL = 1

class Backend:
    FAST = "fast"
    EVERY = (FAST, "slow")
`,
  'sglang/srt/names.py': 'NAMES = {"b": 1, "a": 2}\n',
  'sglang/srt/arg_utils.py': `
from typing import Annotated
A = Annotated
class Arg:
    pass
class NS:
    pass
def add_cli_args_from_dataclass(parser, cls):
    pass
`,
  'sglang/srt/server_args.py': `
from __future__ import annotations
import dataclasses
import sys
from typing import List, Literal, Optional
import msgspec
from sglang.srt.arg_utils import A, NS, Arg, add_cli_args_from_dataclass
from sglang.srt.choices import FORMATS, Backend, Mode

def _choices():
    module = sys.modules.get("loaded")
    if module is not None:
        return list(module.Names)
    from sglang.srt.names import NAMES
    return list(NAMES)

class More:
    dp_size: A[int, "help", NS("parallel")] = 1

class ServerArgs:
    model_path: A[str, Arg(help="h", aliases=["--model"])]
    tp_size: A[int, Arg(help="h", cli_name="--tensor-parallel-size", aliases=["--tp-size"])] = 1
    share: A[Optional[float], "help"] = None
    level: A[Literal[0, 1], "help"] = 0
    load_format: A[str, Arg(help="h", choices=FORMATS)] = "auto"
    backend: A[str | None, Arg(help="h", choices=Backend.EVERY)] = None
    urls: A[List[str], f"help {1}"] = dataclasses.field(default_factory=list)
    trust: A[bool, "help"] = False
    hidden: A[bool, Arg(help="h", no_cli=True)] = False
    internal: int = 0
    parsed: A[List[int], Arg(help="h", type_parser=parse)] = None
    removed: A[Optional[str], Arg(help="h", action="store_true")] = None

    @staticmethod
    def add_cli_args(parser):
        add_cli_args_from_dataclass(parser, ServerArgs)
        names = set(_choices())
        if sys.flags.debug:
            names.add("debug")
        parser.add_argument("--parser", type=str, choices=names)
        parser.add_argument("--mode", choices=[m.name.lower() for m in Mode])

_INPUT_NAMESPACES = [More]
ServerArgs = msgspec.defstruct("ServerArgs", [])
`,
  'sglang/srt/README.md': 'python -m sglang.launch_server --model-path org/model --tp-size 2\n',
  'sglang/multimodal_gen/README.md': 'python -m sglang.launch_server --another-server\n',
};
