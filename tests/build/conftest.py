"""Fixtures for the tests of the real site's downloads."""

import pytest
from pdf_reader import PdfContent, read_all_pdfs


@pytest.fixture(scope="session")
def prints(once, site) -> dict[str, PdfContent]:
    """Every PDF of the real site, read once."""
    return once(read_all_pdfs, site)
