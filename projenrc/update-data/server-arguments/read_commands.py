"""Prints the command lines of a server in the documentation, examples and tests of its package as JSON: read_commands.py <archive of the package>.

They were not used to read the arguments, so they can verify them. No code is run.
"""

import ast
import json
import re
import sys
from pathlib import Path

from read_arguments import ARCHIVE, members_of

# what starts the server in a shell
COMMANDS = {
    "vllm": re.compile(r"(?:vllm serve|vllm\.entrypoints\.openai\.api_server)\b"),
    "sglang": re.compile(r"sglang\.launch_server\b"),
}
# what starts it in a test, with the arguments as a list
STARTERS = {"vllm": ("RemoteOpenAIServer",), "sglang": ("popen_launch_server",)}
TEXTS = (".md", ".sh", ".yaml", ".yml", ".py")
# documentation, examples and tests of the server. sglang/multimodal_gen is another server, with arguments of its own
FOLDERS = {
    "vllm": re.compile(r"(docs|examples|tests)/|README\.md$"),
    "sglang": re.compile(r"sglang/(?!multimodal_gen/).*\.(md|sh|ya?ml)$|sglang/test/|README\.md$"),
}


def words_of(text, start):
    """The words of a command in a shell, to its end. None if a quote has no end, as in the string of a program."""
    words, word, quote, index = [], None, None, start
    while index < len(text):
        character = text[index]
        if quote:
            if character == quote:
                quote = None
            elif character == "\\" and quote == '"' and text[index + 1 : index + 2] in ('"', "\\", "$"):
                index += 1
                word += text[index]
            else:
                word += character
        elif character in "'\"":
            quote, word = character, word or ""
        elif character == "\\" and re.match(r"\\[ \t]*\r?\n", text[index:]):
            index += re.match(r"\\[ \t]*\r?\n", text[index:]).end() - 1
            words, word = words + ([word] if word is not None else []), None
        elif character in "\n|&;`)" or text[index : index + 2] in (" >", " #"):
            break
        elif character.isspace():
            words, word = words + ([word] if word is not None else []), None
        else:
            word = (word or "") + character
        index += 1
    return None if quote else words + ([word] if word is not None else [])


def commands_in_text(text, pattern):
    for match in pattern.finditer(text):
        before = text[match.start() - 1 : match.start()]
        # a command in quotes ends where they end
        end = text.find(before, match.end()) if before and before in "'\"`" else len(text)
        words = words_of(text[:end], match.end())
        if words:
            yield words


def lists_in_tests(text, starters):
    """The lists of arguments in a test that starts the server: those that consist of strings."""
    if not any(f"{starter}(" in text for starter in starters):
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.List) and node.elts and all(isinstance(each, ast.Constant) and isinstance(each.value, str) for each in node.elts):
            words = [each.value for each in node.elts]
            if words[0].startswith("--"):
                yield words


def arguments_of(words):
    """A command line without what stands before its first argument, and without what only a shell can fill in."""
    first = next((index for index, word in enumerate(words) if word.startswith("-")), len(words))
    found = []
    for word in words[first:]:
        if re.search(r"\$|[<{]\w+[>}]|\.\.\.|…|^\W$|^\[", word) or ("\n" in word and not word.lstrip().startswith("{")):
            # its value is a placeholder, or the quotes are those of another language
            return found[:-1] if found and found[-1].startswith("--") and "=" not in found[-1] else found
        found.append(word)
    return found


def main(archive):
    path = Path(archive)
    package, version = ARCHIVE.match(path.name).groups()
    commands = {}
    for name, text in sorted(members_of(path, TEXTS)):
        if not FOLDERS[package].match(name):
            continue
        found = list(commands_in_text(text, COMMANDS[package]))
        if name.endswith(".py"):
            found += lists_in_tests(text, STARTERS[package])
        for words in found:
            arguments = arguments_of(words)
            if arguments and not any(word.startswith("--help") for word in arguments):
                commands.setdefault(json.dumps(arguments), name)
    rows = [{"arguments": json.loads(arguments), "source": source} for arguments, source in commands.items()]
    json.dump({"server": package, "version": version, "commands": rows}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
