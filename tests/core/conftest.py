"""Fixtures for the tests of core/."""

import pytest
from macro_environment import copy_sample_data


@pytest.fixture
def root(tmp_path):
    """A folder with the sample data, for one test alone."""
    return copy_sample_data(tmp_path)
