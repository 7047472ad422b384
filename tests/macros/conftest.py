"""Fixtures for the tests of macros/: the sample data, which no test changes."""

import pytest
from macro_environment import PRACTICE, URL, copy_sample_data

from core.facts import load


@pytest.fixture(scope="session")
def root(tmp_path_factory):
    """A folder with the sample data."""
    return copy_sample_data(tmp_path_factory.mktemp("facts"))


@pytest.fixture(scope="session")
def facts(root):
    """The facts of the sample data, with the practice of the examples."""
    return load(root, PRACTICE, url=URL)
