"""Prints the arguments of a server as JSON: read_arguments.py <archive of the package>. It reads the source in the archive, and runs none of it."""

import json
import re
import sys
import tarfile
import zipfile
from pathlib import Path

import sglang_arguments
import vllm_arguments

SERVERS = {"vllm": vllm_arguments.read, "sglang": sglang_arguments.read}
ARCHIVE = re.compile(r"^(vllm|sglang)-([0-9][^-]*?)(?:\.tar\.gz|-.*\.whl)$")


def members_of(path, suffixes):
    """The names and texts of the files in a wheel or a source archive, below the folder that a source archive has for itself."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(suffixes):
                    yield name, archive.read(name).decode()
        return
    with tarfile.open(path) as archive:
        for member in archive:
            if member.isfile() and member.name.endswith(suffixes):
                yield member.name.partition("/")[2], archive.extractfile(member).read().decode()


def files_of(path, package):
    return {name: text for name, text in members_of(path, (".py",)) if name.startswith(f"{package}/")}


def main(archive):
    path = Path(archive)
    package, version = ARCHIVE.match(path.name).groups()
    json.dump({"server": package, "version": version, "arguments": SERVERS[package](files_of(path, package))}, sys.stdout, sort_keys=True)


if __name__ == "__main__":
    main(sys.argv[1])
