"""The one list of checks, cheap to dear; `make check`, run_tests.sh and CI all run this."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """A named command, which gets the project's files that match its pattern."""

    name: str
    command: tuple[str, ...]
    files: str = ""
    needs_node: bool = False


RULES = ("--config", "tools/sgconfig.yml")
CHEAP = (
    Step("format", ("ruff", "format", "--check", ".")),
    Step("lint", ("ruff", "check", ".")),
    Step("types", ("mypy",)),
    Step("architecture", ("lint-imports",)),
    Step("rules", ("ast-grep", "scan", *RULES)),
    Step("rule-tests", ("ast-grep", "test", *RULES, "--skip-snapshot-tests")),
    Step("dead-code", ("vulture",)),
    Step("dependencies", ("deptry", ".")),
    Step("templates", ("djlint", "--lint", "templates")),
    Step("spelling", ("codespell",), files="*"),
    Step("shell", ("shellcheck",), files="*.sh"),
    Step("secrets", ("python", "-m", "tools.secrets")),
    Step("js-lint", ("biome", "check", "--error-on-warnings"), needs_node=True),
    Step("js-types", ("tsc", "-p", "tsconfig.json"), needs_node=True),
    Step("js-tests", ("node", "--test", "tests/js/*.test.js"), needs_node=True),
)
LEVELS = ("unit", "house", "contracts", "integration", "e2e")
# A process for each core, with servers of its own; a file stays in one of them. A browser and the
# house it looks at keep two cores busy by themselves.
AT_ONCE = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile")
PARTS = {"contracts": AT_ONCE, "integration": AT_ONCE}
TESTS = tuple(
    Step(
        level,
        ("python", "-m", "pytest", f"tests/{level}", *PARTS.get(level, ())),
        needs_node=level == "e2e",
    )
    for level in LEVELS
)
# Not `npm ci`: it refuses a lock without the binaries of other systems. This one, too, installs
# exactly what the lock says and checks its hashes.
NODE_PACKAGES = Step(
    "node-packages",
    ("npm", "install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"),
)
STEPS = (*CHEAP, *TESTS)
