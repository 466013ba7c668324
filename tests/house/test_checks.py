"""The list of checks leaves nothing out."""

from tools.files import ROOT
from tools.steps import LEVELS, STEPS


def test_every_folder_with_tests_is_a_step():
    levels = {path.relative_to(ROOT / "tests").parts[0] for path in ROOT.glob("tests/**/test_*.py")}

    assert levels == set(LEVELS)


def test_every_rule_is_tested():
    rules = {path.stem for path in ROOT.glob("tools/rules/*.yml")}

    assert rules == {p.stem.removesuffix("-test") for p in ROOT.glob("tools/rule-tests/*.yml")}


def test_a_step_has_a_name_of_its_own():
    names = [step.name for step in STEPS]

    assert len(names) == len(set(names))
