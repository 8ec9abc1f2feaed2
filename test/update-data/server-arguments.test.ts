import { execFileSync, spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { argumentRows, ArgumentReading, commandRows } from '../../projenrc/update-data/server-arguments/argument-rows';
import { updateArguments } from '../../projenrc/update-data/server-arguments/update-arguments';

/** Python reads Python. A machine of a contributor may not have it; that of CI has it. */
const withPython = process.env.CI || spawnSync('python3', ['--version']).status === 0 ? test : test.skip;

const VLLM = {
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

const SGLANG = {
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

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'server-arguments-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** An archive of a package, as PyPI has it. */
function pack(name: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name, path)), { recursive: true });
    writeFileSync(join(folder, name, path), text);
  }
  execFileSync('tar', ['-czf', join(folder, `${name}.tar.gz`), '-C', folder, name]);
}

function update(): { arguments: Record<string, unknown>; commands: Record<string, unknown> } {
  const files = { arguments: join(folder, 'arguments.json'), commands: join(folder, 'commands.json') };
  updateArguments(folder, files);
  return { arguments: JSON.parse(readFileSync(files.arguments, 'utf8')), commands: JSON.parse(readFileSync(files.commands, 'utf8')) };
}

withPython('the arguments of vLLM are read from its source, which is not run', () => {
  pack('vllm-1.0.0', VLLM);
  expect(update().arguments).toEqual({
    sources: ['https://pypi.org/project/vllm/#history', 'https://pypi.org/project/sglang/#history'],
    versions: { vllm: ['1.0.0'], sglang: [] },
    sglang: [],
    vllm: [
      { name: 'cpu', form: 'boolean' },
      { name: 'cuda', form: 'flag' },
      { name: 'device', form: 'string' }, // not all choices are known
      { name: 'eager', form: 'boolean' },
      { name: 'either', form: 'string' },
      { name: 'headless', form: 'flag' },
      { name: 'inner', form: 'json' },
      { name: 'kinds', form: 'list', values: ['auto', 'draft', 'generate'] },
      { name: 'known', form: 'json' },
      { name: 'lower', form: 'string' }, // another function reads the value
      { name: 'mapping', form: 'json' },
      { name: 'max-model-len', form: 'amount' },
      { name: 'model', form: 'string' },
      { name: 'more-kinds', form: 'list', values: ['auto', 'draft', 'draft,generate', 'generate', 'generate,draft'] },
      { name: 'names', form: 'list' },
      { name: 'open', form: 'string' },
      { name: 'optional-mapping', form: 'json' },
      { name: 'origins', form: 'json' },
      { name: 'parts', form: 'list' },
      { name: 'port', form: 'integer' },
      { name: 'quantization', form: 'string', caseless: true, values: ['awq', 'fp8', 'late'] },
      { name: 'rank', form: 'integer', values: ['8', '16'] },
      { name: 'runner', form: 'string', values: ['auto', 'draft', 'generate'] },
      { name: 'seed', form: 'integer' },
      { name: 'share', form: 'number' },
      { name: 'silent', form: 'flag' },
      { name: 'token', form: 'optional' },
      { name: 'tool-call-parser', form: 'string', unless: 'tool-parser-plugin', values: ['hermes', 'xlam'] },
    ],
  });
});

withPython('the arguments of SGLang are read from its annotations and calls', () => {
  pack('sglang-0.5.1', SGLANG);
  expect(update().arguments.sglang).toEqual([
    { name: 'backend', form: 'string', values: ['fast', 'slow'] },
    { name: 'dp-size', form: 'integer' },
    { name: 'level', form: 'integer', values: ['0', '1'] },
    { name: 'load-format', form: 'string', values: ['auto', 'gguf', 'pt'] },
    { name: 'mode', form: 'string', values: ['all', 'none'] },
    { name: 'model', form: 'string' },
    { name: 'model-path', form: 'string' },
    { name: 'parsed', form: 'string' },
    { name: 'parser', form: 'string', values: ['a', 'b', 'debug'] },
    { name: 'removed', form: 'flag' },
    { name: 'share', form: 'number' },
    { name: 'tensor-parallel-size', form: 'integer' },
    { name: 'tp-size', form: 'integer' },
    { name: 'trust', form: 'flag' },
    { name: 'urls', form: 'list' },
  ]);
});

withPython('the command lines in a package are read', () => {
  pack('vllm-1.0.0', VLLM);
  pack('sglang-0.5.1', SGLANG);
  expect(update().commands).toMatchObject({
    vllm: [
      { arguments: ['--headless'], source: 'docs/serving.md', versions: ['1.0.0-1.0.0'] },
      { arguments: ['--max-model-len', '4k', '--inner', '{"depth": 2}'], source: 'docs/serving.md' },
      { arguments: ['--names', 'a', 'b', '--eager'], source: 'tests/test_server.py' },
      { arguments: ['--seed', '1'], source: 'docs/serving.md' },
    ],
    sglang: [{ arguments: ['--model-path', 'org/model', '--tp-size', '2'], source: 'sglang/srt/README.md', versions: ['0.5.1-0.5.1'] }],
  });
});

withPython.each([
  ['for name in unknown():\n        parser.add_argument(name)', 'for name in unknown():'],
  ['parser.add_argument("--a", **unknown())', 'parser.add_argument(\'--a\', **unknown())'],
  ['parser.add_argument(unknown())', 'parser.add_argument(unknown())'],
  ['unknown(parser)', 'unknown(parser)'],
])('what cannot be read is an error: %s', (statement, shown) => {
  pack('vllm-1.0.0', { 'vllm/entrypoints/openai/cli_args.py': `def make_arg_parser(parser):\n    ${statement}\n` });
  const stderr = spawnSync('python3', [
    '-B', join(__dirname, '..', '..', 'projenrc', 'update-data', 'server-arguments', 'read_arguments.py'), join(folder, 'vllm-1.0.0.tar.gz'),
  ], { encoding: 'utf8' }).stderr;
  expect(stderr).toContain(`vllm.entrypoints.openai.cli_args: line 2 must be readable without running it: ${shown}`);
});

test('a folder must have archives', () => {
  writeFileSync(join(folder, 'vllm-notes.txt'), '');
  expect(() => update()).toThrow(`--arguments must name a folder with archives of the packages vllm and sglang, got '${folder}'`);
});

function readingsOf(...versions: ArgumentReading['arguments'][]): ArgumentReading[] {
  return versions.map((each, index) => ({ server: 'vllm', version: `1.${index}`, arguments: each }));
}

test('a row has the versions that have it, and each value its own', () => {
  expect(argumentRows(readingsOf(
    { old: { form: 'flag' }, same: { form: 'string', values: ['a', 'b'] }, gap: { form: 'flag' } },
    { same: { form: 'string', values: ['a', 'b', 'c'] } },
    { same: { form: 'string', values: ['a', 'c'] }, late: { form: 'integer' }, gap: { form: 'flag' } },
    { same: { form: 'string' }, late: { form: 'number' }, gap: { form: 'flag' } },
  ))).toEqual([
    { name: 'gap', form: 'flag', before: '1.1' },
    { name: 'gap', form: 'flag', since: '1.2' },
    { name: 'late', form: 'integer', since: '1.2', before: '1.3' },
    { name: 'late', form: 'number', since: '1.3' },
    { name: 'old', form: 'flag', before: '1.1' },
    { name: 'same', form: 'string', values: ['a', 'b <1.2', 'c >=1.1'], before: '1.3' },
    { name: 'same', form: 'string', since: '1.3' },
  ]);
});

test('a command line has the versions that have it', () => {
  const command = { arguments: ['--a'], source: 'docs/a.md' };
  const readings = [[command], [command], [], [{ ...command, source: 'docs/b.md' }]];
  expect(commandRows(readings.map((commands, index) => ({ server: 'vllm', version: `1.${index}`, commands })))).toEqual([
    { ...command, versions: ['1.0-1.1', '1.3-1.3'] },
  ]);
});
