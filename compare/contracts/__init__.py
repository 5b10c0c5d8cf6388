"""What each program must do, a module for each."""

import importlib
import pkgutil
from typing import List

from compare.contract import Contract


def programs() -> List[str]:
    """Return the names of the programs, in alphabetical order."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def contract_of(program: str) -> Contract:
    """Return the contract of a program."""
    contract: Contract = importlib.import_module(__name__ + "." + program).CONTRACT
    return contract
