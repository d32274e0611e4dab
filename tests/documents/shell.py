"""Shell in documents: whether bash can read it, and which commands it holds."""

from __future__ import annotations

import re
import shlex
import subprocess

_HEREDOC = re.compile(r"<<-?'?(\w+)'?(.*)\n(?:.*\n)*?\1$", re.MULTILINE)
_OPERATORS = frozenset("|&;()")
_REDIRECTIONS = {"<", ">", ">>", "<<", ">&", "<&", "&>", "<<<"}
_SUBSTITUTION = re.compile(r"\$\(([^()]*)\)")
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")


def syntax_error(text: str) -> str:
    """bash's own words; empty when it can be read."""
    answer = subprocess.run(["bash", "-n"], input=text, capture_output=True, text=True, check=False)
    return answer.stderr.strip()


def commands(text: str) -> list[list[str]]:
    """The words of each simple command, without assignments and redirections.

    >>> commands('set -a; . ./.env\\nmake run > log && A=1 doctl apps list | head -1')
    [['set', '-a'], ['.', './.env'], ['make', 'run'], ['doctl', 'apps', 'list'], ['head', '-1']]
    >>> commands('id=a-$(openssl rand -hex 12).tar; cat > x <<END\\nno command\\nEND\\n')
    [['openssl', 'rand', '-hex', '12'], ['cat']]
    >>> commands('git show "$(git rev-parse HEAD)"')
    [['git', 'rev-parse', 'HEAD'], ['git', 'show', '…']]
    """
    text = _HEREDOC.sub(r"\2", text).replace("\\\n", " ")
    found = []
    for line in text.splitlines():
        found += _of_line(line)
    return found


def _of_line(line: str) -> list[list[str]]:
    inner = [words for text in _SUBSTITUTION.findall(line) for words in _of_line(text)]
    lexer = shlex.shlex(_SUBSTITUTION.sub("…", line), posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    found: list[list[str]] = [[]]
    skip = False
    for word in lexer:
        if skip:
            skip = False
        elif word in _REDIRECTIONS:
            if found[-1] and found[-1][-1].isdigit():
                found[-1].pop()
            skip = True
        elif set(word) <= _OPERATORS:
            found.append([])
        elif found[-1] or not _ASSIGNMENT.match(word):
            found[-1].append(word)
    return inner + [words for words in found if words]
